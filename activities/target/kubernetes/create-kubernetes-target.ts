import type { Digest } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { EnvironmentRef, StageRequest, TakeOver, Target } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import { type DeploymentObject, deploymentSchema, ownedSchema } from '../../../formats/kubernetes/objects';
import { contractRefusal } from '../contract-refusal';
import { writeCurl } from '../write-curl';
import { type Namespace, type OwnObject, connectNamespace } from './connect-namespace';
import { describeBudget, describeDeployment, describeService, describeShared } from './describe-objects';
import { type PodParts, ports } from './describe-pod';
import { inspectRelease } from './inspect-release';
import { type ClusterSettings, loadConfig } from './load-config';
import { environmentLabels, environmentName, releaseLabel } from './names';
import { awaitPullSecrets, nameInCluster } from './image-stream';
import { describePlan } from './plan-release';
import { probeRelease } from './probe-release';
import { readServing } from './read-serving';
import { getDeployment, readRelease, requireOwn, templateImage } from './release-state';
import { switchTraffic } from './switch-traffic';
import { describeRoute, findRouteHost, observeRoute, requireHostKept } from './route';
import { takenOver, takeOver } from './take-over';
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
  const connect = async (takeOver?: boolean): Promise<Namespace> =>
    connectNamespace(await loadConfig(deps.cluster, spec.context), spec.namespace, takeOver);
  /** Taking over no more than was planned. */
  const connectFor = async (agreed: TakeOver | undefined): Promise<Namespace> =>
    agreed === undefined ? connect() : takeOver(await connect(), await connect(true), agreed.planned);
  const gateway: PodParts = { image: deps.gatewayImage };
  /** How the nodes name an image that we push under `pushed`. */
  const nodesName = async (namespace: Namespace, { project, image }: StageRequest, pushed: string) =>
    spec.imageStream ? nameInCluster(namespace, project, image, pushed) : pushed;

  return {
    readyWithin,
    supports: contractRefusal,
    plan: async (request) => {
      const namespace = await connect();
      await requireCapabilities(namespace, spec);
      if (spec.route) await requireHostKept(namespace, request, spec.route);
      const serving = await readServing(namespace, request);
      const shared = sharedObjects(request, spec);
      const reference = await nodesName(namespace, request, deps.imageName(request.project, request.image));
      const deployment = describeDeployment({ ...request, reference }, spec, gateway);
      const forced = request.takeOver && (await connect(true));
      const taken: string[] = [];
      for (const object of [...shared, deployment, describeBudget(request, nobody), describeService(request)]) {
        await requireOwnOrAbsent(namespace, object);
        taken.push(...(await tryOut(namespace, object, forced)));
      }
      const facts = { spec, cluster: namespace.address, gatewayImage: gateway.image, serving, taken };
      return describePlan(request, facts, [...shared, deployment]);
    },
    stage: async (request) => {
      const namespace = await connectFor(request.takeOver);
      const there = await getDeployment(namespace, request);
      if (there) requireSame(request, there);
      if (spec.route) await requireHostKept(namespace, request, spec.route);
      const reference = await nodesName(namespace, request, request.reference);
      for (const object of sharedObjects(request, spec)) {
        await requireOwnOrAbsent(namespace, object);
        await namespace.apply(object, ownedSchema);
      }
      await requireOwnOrAbsent(namespace, describeBudget(request, nobody));
      const pullSecrets = spec.imageStream ? await awaitPullSecrets(namespace, environmentName(request), deps) : [];
      const { metadata } = await namespace.apply(
        describeDeployment({ ...request, reference }, spec, { ...gateway, pullSecrets }),
        deploymentSchema,
      );
      await namespace.apply(describeBudget(request, metadata.uid ?? ''), ownedSchema);
    },
    observe: async (release) => {
      const namespace = await connect();
      const seen = (await readRelease(namespace, release, deps.now))?.observation ?? { state: 'absent' };
      if (seen.state !== 'ready' || spec.route === undefined) return seen;
      return (await observeRoute(namespace, release)) ?? seen;
    },
    probe: async (...what) => probeRelease(await connect(), ...what),
    switchTo: async (release, expectedPrevious, agreed) =>
      switchTraffic(await connectFor(agreed), release, expectedPrevious, deps),
    withdraw: async (release) => withdrawRelease(await connect(), release),
    serving: async (environment) => readServing(await connect(), environment),
    inspect: async (request) => inspectRelease(await connect(), request, deps.now),
    deployments: async (environment) => {
      const found = await (await connect()).list('Deployment', environmentLabels(environment), deploymentSchema);
      return found
        .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
        .map(({ metadata }) => ({ ...environment, release: Number(metadata.labels?.[releaseLabel]) }));
    },
    endpoint: async (environment, manifest) => {
      const outside = spec.route === undefined ? undefined : await findRouteHost(await connect(), environment);
      const inside = `http://${environmentName(environment)}.${spec.namespace}.svc:${ports.model}`;
      const origin = outside === undefined ? inside : `https://${outside}`;
      const address = `${origin}/v1/models/${environment.project}`;
      return { address, curl: writeCurl(address, manifest) };
    },
  };
}

/** What the releases of an environment share, but the Service. */
function sharedObjects(environment: EnvironmentRef, spec: KubernetesSpec): readonly OwnObject[] {
  return [
    ...describeShared(environment, spec),
    ...(spec.route === undefined ? [] : [describeRoute(environment, spec.route)]),
  ];
}

/**
 * What the cluster would refuse is said before anybody approves; what others manage of the object, and `forced` is to take
 * over, is given back in words for the plan.
 */
async function tryOut(
  namespace: Namespace,
  object: OwnObject,
  forced: Namespace | undefined,
): Promise<readonly string[]> {
  try {
    await namespace.apply(object, ownedSchema, true);
    return [];
  } catch (error) {
    const taken = takenOver(error);
    if (!forced || !taken) throw error;
    await forced.apply(object, ownedSchema, true);
    return taken;
  }
}

/** What the project file asks for may be more than Kubernetes; throws `cluster_without`. */
async function requireCapabilities(namespace: Namespace, { route, imageStream }: KubernetesSpec): Promise<void> {
  const asked = [
    { kind: 'Route', key: 'route', wanted: route !== undefined },
    { kind: 'ImageStream', key: 'imageStream', wanted: imageStream === true },
  ] as const;
  for (const { kind, key, wanted } of asked)
    if (wanted && !(await namespace.knows(kind)))
      throw new StewardError('cluster_without', { kind, key, cluster: namespace.address });
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
