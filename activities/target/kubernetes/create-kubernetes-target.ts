import type { Digest } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { StageRequest, Target } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import { type DeploymentObject, deploymentSchema, ownedSchema } from '../../../formats/kubernetes/objects';
import { contractRefusal } from '../contract-refusal';
import { writeCurl } from '../write-curl';
import { type Namespace, type OwnObject, connectNamespace } from './connect-namespace';
import { describeBudget, describeDeployment, describeService, describeShared } from './describe-objects';
import { type GatewayParts, ports } from './describe-pod';
import { inspectRelease } from './inspect-release';
import { type ClusterSettings, loadConfig } from './load-config';
import { environmentLabels, environmentName, releaseLabel } from './names';
import { describePlan } from './plan-release';
import { probeRelease } from './probe-release';
import { readServing } from './read-serving';
import { getDeployment, readRelease, requireOwn, templateImage } from './release-state';
import { switchTraffic } from './switch-traffic';
import { withdrawRelease } from './withdraw-release';

export interface KubernetesTargetDeps {
  readonly cluster: ClusterSettings;
  /** Steward's own image by digest, which the scoring gateway runs from. */
  readonly gatewayImage: string;
  /** How the nodes will name an image that is not pushed yet: in the registry that it is going to. */
  readonly imageName: (project: string, image: Digest) => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** Of a Deployment that is not there yet. */
const nobody = '00000000-0000-0000-0000-000000000000';
/** Milliseconds for a release's Pods to become ready: large images are pulled, clusters grow. */
const readyWithin = 8 * 60_000;

/**
 * The target that runs models in a namespace of a cluster: one Deployment a release, and one Service an environment, whose
 * selector names the release that has the traffic. Only objects with our labels are touched.
 */
export function createKubernetesTarget(spec: KubernetesSpec, deps: KubernetesTargetDeps): Target {
  // Anew for each call: what a kubeconfig holds may be renewed at any time.
  const connect = async (): Promise<Namespace> =>
    connectNamespace(await loadConfig(deps.cluster, spec.context), spec.namespace);
  const gateway: GatewayParts = { image: deps.gatewayImage };

  return {
    readyWithin,
    supports: contractRefusal,
    plan: async (request) => {
      const namespace = await connect();
      const serving = await readServing(namespace, request);
      const shared = describeShared(request, spec);
      const reference = deps.imageName(request.project, request.image);
      const deployment = describeDeployment({ ...request, reference }, spec, gateway);
      // What the cluster would refuse is said before anybody approves.
      for (const object of [...shared, deployment, describeBudget(request, nobody), describeService(request)]) {
        await requireOwnOrAbsent(namespace, object);
        await namespace.apply(object, ownedSchema, true);
      }
      return describePlan(request, { spec, cluster: namespace.address, gatewayImage: gateway.image, serving }, [
        ...shared,
        deployment,
      ]);
    },
    stage: async (request) => {
      const namespace = await connect();
      const there = await getDeployment(namespace, request);
      if (there) requireSame(request, there);
      for (const object of describeShared(request, spec)) {
        await requireOwnOrAbsent(namespace, object);
        await namespace.apply(object, ownedSchema);
      }
      await requireOwnOrAbsent(namespace, describeBudget(request, nobody));
      const { metadata } = await namespace.apply(describeDeployment(request, spec, gateway), deploymentSchema);
      await namespace.apply(describeBudget(request, metadata.uid ?? ''), ownedSchema);
    },
    observe: async (release) =>
      (await readRelease(await connect(), release, deps.now))?.observation ?? { state: 'absent' },
    probe: async (...what) => probeRelease(await connect(), ...what),
    switchTo: async (release, expectedPrevious) => switchTraffic(await connect(), release, expectedPrevious, deps),
    withdraw: async (release) => withdrawRelease(await connect(), release),
    serving: async (environment) => readServing(await connect(), environment),
    inspect: async (request) => inspectRelease(await connect(), request, deps.now),
    deployments: async (environment) => {
      const found = await (await connect()).list('Deployment', environmentLabels(environment), deploymentSchema);
      return found
        .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
        .map(({ metadata }) => ({ ...environment, release: Number(metadata.labels?.[releaseLabel]) }));
    },
    endpoint: (environment, manifest) => {
      const host = `${environmentName(environment)}.${spec.namespace}.svc`;
      const address = `http://${host}:${ports.model}/v1/models/${environment.project}`;
      return { address, curl: writeCurl(address, manifest) };
    },
  };
}

/** A release never changes its image. */
function requireSame({ environment, release, image }: StageRequest, there: DeploymentObject): void {
  const staged = templateImage(there);
  if (staged === image) return;
  throw new StewardError('stage_conflict', { release: releaseName(release), environment, image: staged });
}

/** Applying to what is somebody else's would make it ours. */
async function requireOwnOrAbsent(namespace: Namespace, { kind, metadata }: OwnObject): Promise<void> {
  const there = await namespace.get(kind, metadata.name, ownedSchema);
  if (there) requireOwn(`${kind} ${metadata.name}`, there, metadata.labels);
}
