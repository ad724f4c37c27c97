import { StewardError, isStewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { DeploymentRef, EnvironmentRef, ServingObservation } from '../../../domain/ports/target';
import {
  deploymentSchema,
  endpointSliceSchema,
  serviceSchema,
  type ServiceObject,
} from '../../../formats/kubernetes/objects';
import { isDigest } from '../../../domain/digest';
import type { Namespace } from './connect-namespace';
import { describeEmptyService, describeService, notes } from './describe-objects';
import { deploymentName, environmentName, environmentLabels, releaseLabel } from './names';
import { listPods, observeRelease } from './observe-release';

interface Clock {
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** Milliseconds that the cluster may take to lead the Service to other Pods. */
const longestMove = 30_000;

/** Who has the traffic, by the Service's selector. */
export async function readServing(
  namespace: Namespace,
  environment: EnvironmentRef,
): Promise<ServingObservation | undefined> {
  const service = await namespace.get('Service', environmentName(environment), serviceSchema);
  return service && servingOf(environment, service);
}

/**
 * Leads the Service to a release if `expectedPrevious` has the traffic now, in one step: the Service must still be the one
 * that was read. Returns when the cluster leads to the release's Pods and to no others.
 */
export async function switchTraffic(
  namespace: Namespace,
  release: DeploymentRef,
  expectedPrevious: number | undefined,
  clock: Clock,
): Promise<void> {
  const service = await openService(namespace, release);
  const serving = servingOf(release, service);
  if (serving?.release !== release.release) {
    if (serving?.release !== expectedPrevious) throw conflict(release, serving?.release, expectedPrevious);
    await requireReady(namespace, release, clock);
    const facts = await readFacts(namespace, release);
    try {
      await namespace.apply(describeService(facts, service.metadata.resourceVersion), serviceSchema);
    } catch (error) {
      if (!isStewardError(error) || error.code !== 'cluster_object_changed') throw error;
      const actual = await readServing(namespace, release);
      if (actual?.release !== release.release) throw conflict(release, actual?.release, expectedPrevious);
    }
  }
  await awaitMoved(namespace, release, clock);
}

/** The environment's Service as it is; made when there is none. It leads nowhere then: of two that make it, one switches it. */
async function openService(namespace: Namespace, environment: EnvironmentRef): Promise<ServiceObject> {
  const name = environmentName(environment);
  const there = await namespace.get('Service', name, serviceSchema);
  if (there) return there;
  try {
    return await namespace.create(describeEmptyService(environment), serviceSchema);
  } catch (error) {
    if (!isStewardError(error) || error.code !== 'cluster_object_changed') throw error;
    const made = await namespace.get('Service', name, serviceSchema);
    if (made) return made;
    throw error;
  }
}

/** Undefined where it leads nowhere. Throws `cluster_object_foreign` for a Service that is not ours. */
function servingOf(environment: EnvironmentRef, { metadata, spec }: ServiceObject): ServingObservation | undefined {
  const own = Object.entries(environmentLabels(environment)).every(
    ([label, value]) => metadata.labels?.[label] === value,
  );
  const selected = spec.selector[releaseLabel];
  if (own && selected === undefined) return undefined;
  const image = metadata.annotations?.[notes.image] ?? '';
  if (own && isDigest(image))
    return { release: Number(selected), label: metadata.annotations?.[notes.label] ?? '', image };
  throw new StewardError('cluster_object_foreign', { what: `services/${metadata.name}` });
}

function conflict({ environment }: EnvironmentRef, actual: number | undefined, expected: number | undefined) {
  const name = (release: number | undefined) => (release === undefined ? 'nothing' : releaseName(release));
  return new StewardError('switch_conflict', { environment, actual: name(actual), expected: name(expected) });
}

async function requireReady(namespace: Namespace, release: DeploymentRef, { now }: Clock): Promise<void> {
  const seen = await observeRelease(namespace, release, now);
  if (seen.state === 'ready') return;
  const why = seen.state === 'absent' ? 'it is not there' : seen.detail.replace(/\.$/, '');
  throw new StewardError('switch_not_ready', {
    ...{ release: releaseName(release.release), environment: release.environment, why },
  });
}

async function readFacts(namespace: Namespace, release: DeploymentRef) {
  const deployment = await namespace.get('Deployment', deploymentName(release), deploymentSchema);
  const annotations = deployment?.metadata.annotations ?? {};
  const { project, environment } = release;
  return {
    project,
    environment,
    release: release.release,
    label: annotations[notes.label] ?? '',
    image: annotations[notes.image] ?? '',
  };
}

/** The Service's selector is the decision; where its requests go follows some hundred milliseconds later. */
async function awaitMoved(namespace: Namespace, release: DeploymentRef, { now, pause }: Clock): Promise<void> {
  const labels = { 'kubernetes.io/service-name': environmentName(release) };
  for (const until = now() + longestMove; ;) {
    const pods = new Set((await listPods(namespace, release)).map(({ metadata }) => metadata.name));
    const slices = await namespace.list('EndpointSlice', labels, endpointSliceSchema);
    const ready = slices.flatMap(({ endpoints }) =>
      (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false),
    );
    if (ready.length > 0 && ready.every(({ targetRef }) => pods.has(targetRef?.name ?? ''))) return;
    if (now() > until)
      throw new StewardError('switch_not_followed', {
        service: environmentName(release),
        seconds: longestMove / 1_000,
      });
    await pause(100);
  }
}
