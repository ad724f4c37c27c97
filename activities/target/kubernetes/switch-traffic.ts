import { StewardError, isStewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { DeploymentRef, EnvironmentRef } from '../../../domain/ports/target';
import { endpointSliceSchema, serviceSchema, type ServiceObject } from '../../../formats/kubernetes/objects';
import type { Namespace } from './connect-namespace';
import { describeEmptyService, describeService } from './describe-objects';
import { environmentName, releaseLabel } from './names';
import { readServing, releaseOf } from './read-serving';
import { listReadyPods, readRelease, type ReleaseState } from './release-state';

interface Clock {
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** Milliseconds that the cluster may take to lead the Service to other Pods. */
const longestMove = 30_000;

/**
 * Leads the Service to a release if `expectedPrevious` has the traffic now, or nobody, in one step: the Service must still
 * be the one that was read. Returns when the cluster leads to the release's Pods and to no others; when it does not come to
 * that, the Service is led back.
 */
export async function switchTraffic(
  namespace: Namespace,
  release: DeploymentRef,
  expectedPrevious: number | undefined,
  clock: Clock,
): Promise<void> {
  const service = await openService(namespace, release);
  const current = releaseOf(release, service);
  if (current !== release.release) {
    if (current !== undefined && current !== expectedPrevious) throw conflict(release, current, expectedPrevious);
    const state = await requireReady(namespace, release, clock);
    await lead(namespace, release, service, state, expectedPrevious);
  }
  if (await isMoved(namespace, release, clock)) return;
  await leadBack(namespace, release, expectedPrevious, clock);
  throw new StewardError('switch_not_followed', { service: environmentName(release), seconds: longestMove / 1_000 });
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

async function requireReady(namespace: Namespace, release: DeploymentRef, { now }: Clock): Promise<ReleaseState> {
  const state = await readRelease(namespace, release, now);
  if (state?.observation.state === 'ready') return state;
  const { environment } = release;
  throw new StewardError('switch_not_ready', {
    release: releaseName(release.release),
    environment,
    why: whyNot(state),
  });
}

function whyNot(state: ReleaseState | undefined): string {
  const seen = state?.observation;
  return seen?.state === 'starting' || seen?.state === 'failed' ? seen.detail.replace(/\.$/, '') : 'it is not there';
}

/** Whoever else wrote the Service meanwhile is told apart: another switch, or something that leads nowhere else. */
async function lead(
  namespace: Namespace,
  release: DeploymentRef,
  service: ServiceObject,
  { label, image }: ReleaseState,
  expectedPrevious: number | undefined,
): Promise<void> {
  const { project, environment } = release;
  const facts = { project, environment, release: release.release, label, image };
  try {
    await namespace.apply(describeService(facts, service.metadata.resourceVersion), serviceSchema);
  } catch (error) {
    if (!isStewardError(error) || error.code !== 'cluster_object_changed') throw error;
    const actual = (await readServing(namespace, release))?.release;
    if (actual === release.release) return;
    if (actual === releaseOf(release, service)) throw error;
    throw conflict(release, actual, expectedPrevious);
  }
}

function conflict({ environment }: EnvironmentRef, actual: number | undefined, expected: number | undefined) {
  const name = (release: number | undefined) => (release === undefined ? 'nothing' : releaseName(release));
  return new StewardError('switch_conflict', { environment, actual: name(actual), expected: name(expected) });
}

/** The Service's selector is the decision; where its requests go follows some hundred milliseconds later. */
async function isMoved(namespace: Namespace, release: DeploymentRef, { now, pause }: Clock): Promise<boolean> {
  const labels = { 'kubernetes.io/service-name': environmentName(release) };
  for (const until = now() + longestMove; now() <= until; await pause(100)) {
    const pods = new Set((await listReadyPods(namespace, release)).map(({ metadata }) => metadata.name));
    const slices = await namespace.list('EndpointSlice', labels, endpointSliceSchema);
    const led = slices
      .flatMap(({ endpoints }) => endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false)
      .map(({ targetRef }) => targetRef?.name ?? '');
    if (led.length > 0 && led.every((name) => pods.has(name))) return true;
  }
  return false;
}

/** To what served before, if that can still answer, or to nobody. Otherwise nothing is lost by leaving the Service as it is. */
async function leadBack(
  namespace: Namespace,
  release: DeploymentRef,
  expectedPrevious: number | undefined,
  clock: Clock,
): Promise<void> {
  const service = await namespace.get('Service', environmentName(release), serviceSchema);
  if (service?.spec.selector[releaseLabel] !== String(release.release)) return;
  if (expectedPrevious === undefined) {
    await namespace.apply(describeEmptyService(release, service.metadata.resourceVersion), serviceSchema);
    return;
  }
  const previous = { ...release, release: expectedPrevious };
  const state = await readRelease(namespace, previous, clock.now);
  if (state?.observation.state !== 'ready') return;
  await lead(namespace, previous, service, state, release.release);
  await isMoved(namespace, previous, clock);
}
