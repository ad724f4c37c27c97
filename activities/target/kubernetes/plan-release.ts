import type { ServingObservation, StageRequest, TargetPlan } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import type { Json } from '../../../domain/canonical-json';
import { changeLine } from '../change-line';
import { recordingText } from '../recording-text';
import type { OwnObject } from './connect-namespace';
import { hashJson } from '../../../formats/hash';
import { deploymentName, environmentName } from './names';

export interface PlanFacts {
  readonly spec: KubernetesSpec;
  /** Address of the API server. */
  readonly cluster: string;
  readonly gatewayImage: string;
  readonly serving: ServingObservation | undefined;
  /** What becomes ours that others manage, in words. */
  readonly taken: readonly string[];
}

/**
 * What a release would change in the cluster, for people, and bound by digest, with all that would be made. Nothing that
 * comes and goes by itself is in it, and nothing that the release itself stages, so that planning again before the switch
 * gives the same; but for what is taken over, of which a release that failed half way has less to take the next time.
 */
export function describePlan(
  request: StageRequest,
  { spec, cluster, gatewayImage, serving, taken }: PlanFacts,
  objects: readonly OwnObject[],
): TargetPlan {
  const { label, image, versionDirectory, recording, server } = request;
  const { cpu, memory } = spec.resources;
  const service = environmentName(request);
  const command = server === undefined ? 'TensorFlow Serving' : server.command.join(' ');
  const lines = [
    changeLine(request, serving),
    ...taken,
    `makes Deployment ${deploymentName(request)} in namespace ${spec.namespace} of ${cluster}: ` +
      `${spec.replicas === 1 ? '1 Pod' : `${spec.replicas} Pods`}, ${cpu} CPU and ${memory} memory each for the model server ` +
      `(${command}), version directory ${versionDirectory}`,
    `beside each the scoring gateway ${gatewayImage}, which ${recordingText(recording, survives)}`,
    serving === undefined
      ? `makes Service ${service} lead there`
      : `leads Service ${service} from ${serving.label} to ${label} in one step, then removes Deployment ${deploymentName({ ...request, release: serving.release })}`,
  ];
  return { lines, digest: hashJson({ lines, image, objects } as unknown as Json) };
}

/** A Pod's spool is of the Pod: it outlives its containers, not the Pod itself. */
const survives = { fast: 'a killed container', durable: 'a killed container and a power cut, not the loss of its Pod' };
