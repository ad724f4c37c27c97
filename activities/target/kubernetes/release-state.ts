import { type Digest, isDigest } from '../../../domain/digest';
import { releaseName } from '../../../domain/ids';
import { StewardError } from '../../../domain/errors';
import type { DeploymentRef, Observation } from '../../../domain/ports/target';
import {
  deploymentSchema,
  type DeploymentObject,
  podSchema,
  type PodObject,
} from '../../../formats/kubernetes/objects';
import { askModel } from './ask-model';
import type { Namespace } from './connect-namespace';
import { explainFatal } from './explain-fatal';
import { notes } from './describe-objects';
import { findFatal, hasLasted } from './find-fatal';
import { deploymentName, releaseLabels } from './names';
import { readRollout } from './read-rollout';

/** What is read of a release in one go. */
export interface ReleaseState {
  readonly uid: string;
  readonly label: string;
  /** What its Pods are made from, by their template, whatever was meant. */
  readonly image: Digest;
  readonly observation: Observation;
}

/**
 * What became of a release; undefined when there is none. Throws `cluster_object_foreign` for a Deployment of its name that
 * is not ours. `now` in milliseconds since 1970.
 */
export async function readRelease(
  namespace: Namespace,
  release: DeploymentRef,
  now: () => number,
): Promise<ReleaseState | undefined> {
  const deployment = await getDeployment(namespace, release);
  if (!deployment) return undefined;
  const { uid = '', annotations = {} } = deployment.metadata;
  const image = templateImage(deployment);
  return {
    uid,
    label: annotations[notes.label] ?? '',
    image,
    observation: await observe(namespace, release, deployment, now()),
  };
}

/** A release's Deployment that is ours and not ending. */
export async function getDeployment(
  namespace: Namespace,
  release: DeploymentRef,
): Promise<DeploymentObject | undefined> {
  const found = await namespace.get('Deployment', deploymentName(release), deploymentSchema);
  if (!found || found.metadata.deletionTimestamp !== undefined) return undefined;
  requireOwn(`deployments/${found.metadata.name}`, found, releaseLabels(release));
  return found;
}

/** What has the name that we would use and not our labels is somebody else's. */
export function requireOwn(
  what: string,
  { metadata }: { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } },
  labels: Readonly<Record<string, string>>,
): void {
  if (Object.entries(labels).every(([label, value]) => metadata.labels?.[label] === value)) return;
  throw new StewardError('cluster_object_foreign', { what });
}

/** The Pods of a release that can answer. */
export async function listReadyPods(namespace: Namespace, release: DeploymentRef): Promise<readonly PodObject[]> {
  return (await listPods(namespace, release)).filter(({ status }) =>
    status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
  );
}

/** Those of a release that are not ending. */
export async function listPods(namespace: Namespace, release: DeploymentRef): Promise<readonly PodObject[]> {
  const pods = await namespace.list('Pod', releaseLabels(release), podSchema);
  return pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

/** What was read of a release that is not up yet. `now` in milliseconds since 1970. */
interface Looked {
  readonly deployment: DeploymentObject;
  readonly pods: readonly PodObject[];
  readonly now: number;
}

async function observe(
  namespace: Namespace,
  release: DeploymentRef,
  deployment: DeploymentObject,
  now: number,
): Promise<Observation> {
  const meant = deployment.metadata.annotations?.[notes.image];
  const image = templateImage(deployment);
  if (image !== meant)
    return changed(release, `its Deployment names the image ${image}, it was staged with ${meant ?? 'none'}`);
  const rollout = readRollout(deployment);
  if (rollout.state === 'done') return observeReady(namespace, release, deployment, image);
  const pods = await listPods(namespace, release);
  const fatal = findFatal(deployment, pods, now);
  if (fatal) return { state: 'failed', ...(await explainFatal(namespace, fatal)) };
  if (rollout.state === 'under way')
    return observeUnready(namespace, release, { deployment, pods, now }, rollout.detail);
  return { state: 'failed', code: 'stage_failed', detail: 'Its Pods were not ready within the time that they have.' };
}

/** Of the Pods that run and are not ready the first one is asked why: the node only knows that they are not. */
async function observeUnready(
  namespace: Namespace,
  { project }: DeploymentRef,
  { deployment, pods, now }: Looked,
  detail: string,
): Promise<Observation> {
  const version = templateVersion(deployment);
  for (const pod of pods) {
    const word = await askModel(namespace, pod, project, version);
    if (word === undefined) continue;
    const who = `the model server of ${pod.metadata.name}`;
    if (word.kind === 'silent') return { state: 'starting', detail: `${detail}; ${who} does not answer` };
    if (word.kind === 'busy') return { state: 'starting', detail: `${detail}; ${who}: ${word.words}` };
    const other = `${who} serves version ${word.versions.join(', ')}, and not ${version}`;
    if (!hasLasted(pod, now)) return { state: 'starting', detail: `${detail}; ${other}` };
    return { state: 'failed', code: 'stage_other_version', detail: `${other[0]?.toUpperCase()}${other.slice(1)}.` };
  }
  return { state: 'starting', detail };
}

async function observeReady(
  namespace: Namespace,
  release: DeploymentRef,
  deployment: DeploymentObject,
  image: Digest,
): Promise<Observation> {
  const pods = await listReadyPods(namespace, release);
  if (pods.length === 0) return { state: 'starting', detail: 'no Pod is ready' };
  const running = new Set(pods.flatMap(runningImages));
  const other = [...running].find((one) => one !== image);
  if (other !== undefined) return changed(release, `a Pod of it runs the image ${other}, it was staged with ${image}`);
  return { state: 'ready', image, versionDirectory: templateVersion(deployment) };
}

/**
 * What the nodes say that the model container runs, as far as it is the digest that was asked for: some runtimes name the
 * image's config, which is no manifest's digest.
 */
function runningImages({ status }: PodObject): readonly Digest[] {
  return status.containerStatuses
    .filter(({ name }) => name === 'model')
    .flatMap(({ imageID }) => {
      const at = imageID.lastIndexOf('@');
      const digest = imageID.slice(at + 1);
      return at >= 0 && isDigest(digest) ? [digest] : [];
    });
}

function changed(release: DeploymentRef, why: string): Observation {
  return { state: 'failed', code: 'stage_changed', detail: `Of ${releaseName(release.release)}, ${why}.` };
}

function modelContainer({ metadata, spec }: DeploymentObject) {
  const model = spec.template.spec.containers.find(({ name }) => name === 'model');
  if (model) return model;
  throw new StewardError('cluster_object_foreign', { what: `deployments/${metadata.name}` });
}

/** What a Deployment's model containers are made from. */
export function templateImage(deployment: DeploymentObject): Digest {
  const { image } = modelContainer(deployment);
  const digest = image.slice(image.lastIndexOf('@') + 1);
  if (isDigest(digest)) return digest;
  throw new StewardError('cluster_object_foreign', { what: `deployments/${deployment.metadata.name}` });
}

/** Of the path that the node asks the model server for before it calls a Pod ready. */
function templateVersion(deployment: DeploymentObject): string {
  return /\/versions\/(\d+)\/metadata$/.exec(modelContainer(deployment).readinessProbe?.httpGet?.path ?? '')?.[1] ?? '';
}
