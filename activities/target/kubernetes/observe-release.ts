import { isDigest } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';
import type { DeploymentRef, Observation } from '../../../domain/ports/target';
import type { ReasonCode } from '../../../domain/reasons';
import { deploymentSchema, podSchema, type PodObject } from '../../../formats/kubernetes/objects';
import type { Namespace } from './connect-namespace';
import { notes } from './describe-objects';
import { type Fatal, findFatal } from './find-fatal';
import { deploymentName, releaseLabels } from './names';
import { readRollout } from './read-rollout';

const codes: Readonly<Record<Fatal['kind'], ReasonCode>> = {
  pull: 'stage_image_not_pulled',
  config: 'stage_container_refused',
  crash: 'stage_crashed',
  memory: 'stage_out_of_memory',
  unschedulable: 'stage_unschedulable',
  refused: 'stage_pods_refused',
};

/** What became of a release in the cluster. `now` in milliseconds since 1970. */
export async function observeRelease(
  namespace: Namespace,
  release: DeploymentRef,
  now: () => number,
): Promise<Observation> {
  const name = deploymentName(release);
  const deployment = await namespace.get('Deployment', name, deploymentSchema);
  if (!deployment || deployment.metadata.deletionTimestamp !== undefined) return { state: 'absent' };
  const pods = await listPods(namespace, release);
  const fatal = findFatal(deployment, pods, now());
  if (fatal) return { state: 'failed', code: codes[fatal.kind], detail: await describeFatal(namespace, fatal) };
  const rollout = readRollout(deployment);
  switch (rollout.state) {
    case 'under way':
      return { state: 'starting', detail: rollout.detail };
    case 'overdue':
      return { state: 'failed', code: 'stage_failed', detail: 'Its Pods were not ready within the time that it has.' };
    case 'done':
      return {
        state: 'ready',
        image: imageOf(pods),
        versionDirectory: deployment.metadata.annotations?.[notes.versionDirectory] ?? '',
      };
  }
}

/** Those of a release that are not ending. */
export async function listPods(namespace: Namespace, release: DeploymentRef): Promise<readonly PodObject[]> {
  const pods = await namespace.list('Pod', releaseLabels(release), podSchema);
  return pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

/** What the node says that it runs, which is the same in all Pods. */
function imageOf(pods: readonly PodObject[]) {
  const running = new Set(
    pods
      .flatMap(({ status }) => status.containerStatuses.filter(({ name }) => name === 'model'))
      .map(({ imageID }) => imageID),
  );
  const [imageId = ''] = running;
  const digest = imageId.slice(imageId.lastIndexOf('@') + 1);
  if (running.size === 1 && isDigest(digest)) return digest;
  throw new StewardError('cluster_answer_unclear', { what: 'pods', why: `its Pods run ${[...running].join(' and ')}` });
}

async function describeFatal(namespace: Namespace, { words, kind, pod, container }: Fatal): Promise<string> {
  const log =
    kind === 'crash' && pod !== undefined && container !== undefined ? await lastLines(namespace, pod, container) : '';
  const where = container === undefined ? '' : `Container ${container}: `;
  const said = [words, log && `last it said: ${log}`].filter(Boolean).join('; ');
  return `${where}${said || 'Kubernetes gives no words for it'}`.replace(/[.\s]*$/, '.').slice(0, 900);
}

/** Of the container's last run; what a model server prints is not our text, and is cut short. */
async function lastLines(namespace: Namespace, pod: string, container: string): Promise<string> {
  const log = (await namespace.readLog(pod, container, true)) || (await namespace.readLog(pod, container, false));
  return log.trim().split('\n').slice(-3).join(' / ').slice(-400);
}
