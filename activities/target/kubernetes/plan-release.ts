import { type Digest, shortDigest } from '../../../domain/digest';
import { releaseName } from '../../../domain/ids';
import type { ServingObservation, StageRequest, TargetPlan } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import { recordingText } from '../recording-text';
import { hashJson } from '../../../formats/hash';
import { deploymentName, environmentName } from './names';

/**
 * What a release would change in the cluster, for people, and bound by digest. Nothing that comes and goes by itself is in
 * it, and nothing that the release itself stages, so that planning again before the switch gives the same.
 */
export function describePlan(
  request: StageRequest,
  spec: KubernetesSpec,
  gatewayImage: string,
  serving: ServingObservation | undefined,
): TargetPlan {
  const { environment, label, image, versionDirectory, recording, release } = request;
  const now = serving === undefined ? 'nothing' : versionText(serving.label, serving.image, serving.release);
  const { cpu, memory } = spec.resources;
  const service = environmentName(request);
  const lines = [
    `${environment}: ${now} → ${versionText(label, image, release)}`,
    `makes Deployment ${deploymentName(request)} in namespace ${spec.namespace}: ${spec.replicas === 1 ? '1 Pod' : `${spec.replicas} Pods`}, ` +
      `${cpu} CPU and ${memory} memory each for the model server, version directory ${versionDirectory}`,
    `beside each the scoring gateway ${gatewayImage}, which ${recordingText(recording)}`,
    serving === undefined
      ? `makes Service ${service} lead there`
      : `leads Service ${service} from ${serving.label} to ${label} in one step, then removes Deployment ${deploymentName({ ...request, release: serving.release })}`,
  ];
  return { lines, digest: hashJson({ lines, image }) };
}

function versionText(label: string, image: Digest, release: number): string {
  return `${label} (image ${shortDigest(image)}, ${releaseName(release)})`;
}
