import type { Json } from '../../../domain/canonical-json';
import type { ServingObservation, StageRequest, TargetPlan } from '../../../domain/ports/target';
import type { DockerSpec } from '../../../domain/project';
import { hashJson } from '../../../formats/hash';
import { changeLine } from '../change-line';
import { recordingText } from '../recording-text';
import { describeDoor, describeGateway, describeModel } from './describe-containers';
import { doorName, releaseNames } from './names';

export interface PlanFacts {
  readonly spec: DockerSpec;
  readonly gatewayImage: string;
  /** The environment's, with the model's path. */
  readonly address: string;
  readonly serving: ServingObservation | undefined;
}

/**
 * What a release would change on the server, for people, and bound by digest, with all containers that would be made. Nothing
 * that comes and goes by itself is in it, and nothing that the release itself stages.
 */
export function describePlan(request: StageRequest, { spec, gatewayImage, address, serving }: PlanFacts): TargetPlan {
  const { label, image, versionDirectory, recording, server } = request;
  const { cpu, memory } = spec.resources;
  const names = releaseNames(request);
  const command = server === undefined ? 'TensorFlow Serving' : server.command.join(' ');
  const lines = [
    changeLine(request, serving),
    `makes container ${names.model} in network ${spec.network}: model server (${command}), at most ${memory} memory` +
      `${cpu === undefined ? '' : ` and ${cpu} CPU`}, version directory ${versionDirectory}`,
    `beside it ${names.gateway} from ${gatewayImage}, which ${recordingText(recording, survives)}`,
    serving === undefined
      ? `has ${doorName(request)} lead ${address} there`
      : `has ${doorName(request)} lead ${address} from ${serving.label} to ${label} in one step, then removes ` +
        `container ${releaseNames({ ...request, release: serving.release }).model} and its gateway`,
  ];
  const containers = [
    describeModel(request, spec),
    describeGateway(request, spec, gatewayImage),
    describeDoor(request, spec, gatewayImage),
  ];
  return { lines, digest: hashJson({ lines, image, containers } as unknown as Json) };
}

/** The spool is a volume: it outlives containers and the daemon, not the server's disk. */
const survives = { fast: 'a killed container', durable: 'a killed container and a power cut' };
