import { isIPv6 } from 'node:net';
import type { Digest } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';
import type { EnvironmentRef, ServingObservation, StageRequest, Target } from '../../../domain/ports/target';
import type { DockerSpec } from '../../../domain/project';
import { contractRefusal } from '../contract-refusal';
import { writeCurl } from '../write-curl';
import { type Daemon, connectDaemon } from './connect-daemon';
import { findDoor } from './find-door';
import { inspectRelease } from './inspect-release';
import {
  doorLabels,
  doorName,
  emptiedRole,
  environmentLabels,
  gatewayLabels,
  modelLabels,
  releaseLabel,
  releaseNames,
} from './names';
import { describePlan } from './plan-release';
import { probeRelease } from './probe-release';
import { readServing } from './read-serving';
import { readRelease } from './release-state';
import { type StageParts, stageRelease } from './stage-release';
import { switchTraffic } from './switch-traffic';
import { withdrawRelease } from './withdraw-release';

export interface DockerTargetDeps extends StageParts {
  /** Path of the daemon's unix socket. */
  readonly socket: string;
  /** How the daemon will name an image that is not pushed yet: in the registry that it is going to. */
  readonly imageName: (project: string, image: Digest) => string;
}

/** Milliseconds for a release to become ready once its images are there. */
const readyWithin = 5 * 60_000;

/**
 * The target that runs models on one server through its Docker daemon: a model server and a scoring gateway a release, and
 * one door an environment, which holds the address and leads to the gateway that was chosen. Only containers and volumes
 * with our labels are touched.
 */
export function createDockerTarget(spec: DockerSpec, deps: DockerTargetDeps): Target {
  const connect = () => connectDaemon(deps.socket);
  const addressOf = ({ project }: EnvironmentRef): string => {
    const host = spec.host ?? (isIPv6(spec.address) ? `[${spec.address}]` : spec.address);
    return `http://${host}:${spec.port}/v1/models/${project}`;
  };

  return {
    readyWithin,
    supports: contractRefusal,
    plan: async (request) => {
      const daemon = await connect();
      await requireOwnOrAbsent(daemon, request);
      const serving = await readServing(daemon, request);
      await requireNetwork(daemon, request, spec, serving);
      const planned = { ...request, reference: deps.imageName(request.project, request.image) };
      return describePlan(planned, { spec, gatewayImage: deps.gatewayImage, address: addressOf(request), serving });
    },
    stage: async (request) => {
      const daemon = await connect();
      await requireOwnOrAbsent(daemon, request);
      await requireNetwork(daemon, request, spec, await readServing(daemon, request));
      await stageRelease(daemon, request, spec, deps);
    },
    observe: async (release) => (await readRelease(await connect(), release))?.observation ?? { state: 'absent' },
    probe: async (...what) => probeRelease(await connect(), ...what),
    switchTo: async (release, expectedPrevious) =>
      switchTraffic(await connect(), release, expectedPrevious, spec, deps.gatewayImage),
    withdraw: async (release) => withdrawRelease(await connect(), release, deps.recorderUrl),
    serving: async (environment) => readServing(await connect(), environment),
    deployments: async (environment) => {
      const daemon = await connect();
      const labels = environmentLabels(environment);
      const containers = await daemon.list('containers', labels);
      // Of a withdrawal that was cut off in its last moment.
      const emptied = await daemon.list('volumes', { ...labels, ...emptiedRole });
      const found = [...containers, ...emptied];
      const releases = new Set(found.flatMap((its) => its[releaseLabel] ?? []).map(Number));
      return [...releases].map((release) => ({ ...environment, release }));
    },
    inspect: async (request) => inspectRelease(await connect(), request),
    endpoint: (environment, manifest) => {
      const address = addressOf(environment);
      return Promise.resolve({ address, curl: writeCurl(address, manifest) });
    },
  };
}

/** What has a name that we would use must be ours: it is said before anybody approves, and before anything is made. */
async function requireOwnOrAbsent(daemon: Daemon, request: StageRequest): Promise<void> {
  const names = releaseNames(request);
  await daemon.inspect(doorName(request), doorLabels(request));
  await daemon.inspect(names.model, modelLabels(request));
  await daemon.inspect(names.gateway, gatewayLabels(request));
}

/** A door finds gateways in its own network only: in another one it would lead to nobody, before or after the switch. */
async function requireNetwork(
  daemon: Daemon,
  ref: EnvironmentRef,
  { network: wanted }: DockerSpec,
  serving: ServingObservation | undefined,
): Promise<void> {
  const network = serving && (await findDoor(daemon, ref))?.HostConfig.NetworkMode;
  if (network === undefined || network === wanted) return;
  throw new StewardError('docker_network_serves', { environment: ref.environment, network, wanted });
}
