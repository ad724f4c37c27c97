import type { ContainerStatus, DeploymentObject, PodObject } from '../../../formats/kubernetes/objects';

/** Why a release will not come up, in Kubernetes' own terms. */
export interface Fatal {
  readonly kind: 'pull' | 'config' | 'crash' | 'memory' | 'unschedulable' | 'refused';
  /** Kubernetes' or the registry's own words; empty when there are none. */
  readonly words: string;
  readonly pod?: string;
  readonly container?: string;
}

/**
 * How long a reason that may pass by itself must have lasted, in milliseconds: first pulls flap, and a node or a Secret may
 * come a moment later.
 */
const lasting = 20_000;
/** The same for room on a node: clusters that grow by themselves take some minutes. */
const lastingWithoutRoom = 180_000;

const pullReasons = new Set(['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull']);
const configReasons = new Set(['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError']);

/** The first fatal reason among a release's Pods, or of its having none. `now` in milliseconds since 1970. */
export function findFatal(deployment: DeploymentObject, pods: readonly PodObject[], now: number): Fatal | undefined {
  for (const pod of pods) {
    const found = fatalOfPod(pod, now);
    if (found) return { pod: pod.metadata.name, ...found };
  }
  const refused = deployment.status.conditions.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  if (pods.length === 0 && refused && age(refused.lastTransitionTime, now) >= lasting / 2)
    return { kind: 'refused', words: refused.message ?? '' };
  return undefined;
}

/** Whether a Pod is so old that what is wrong with it will not pass by itself. `now` in milliseconds since 1970. */
export function hasLasted({ metadata }: PodObject, now: number): boolean {
  return age(metadata.creationTimestamp, now) >= lasting;
}

/**
 * Of one Pod: what keeps it from being placed or its containers from running. What may pass by itself counts from `since`,
 * in milliseconds since 1970, or else from the Pod's making.
 */
export function fatalOfPod(pod: PodObject, now: number, since?: number): Fatal | undefined {
  const { status } = pod;
  const old = since === undefined ? hasLasted(pod, now) : now - since >= lasting;
  const unscheduled = status.conditions.find(({ type, status: is }) => type === 'PodScheduled' && is === 'False');
  if (unscheduled?.reason === 'Unschedulable' && age(unscheduled.lastTransitionTime, now) >= lastingWithoutRoom)
    return { kind: 'unschedulable', words: unscheduled.message ?? '' };
  for (const container of [...status.initContainerStatuses, ...status.containerStatuses]) {
    const found = fatalOfContainer(container, old);
    if (found) return { container: container.name, ...found };
  }
  return undefined;
}

function fatalOfContainer({ state, lastState, restartCount }: ContainerStatus, old: boolean): Fatal | undefined {
  const waiting = state.waiting?.reason ?? '';
  const words = state.waiting?.message ?? '';
  if (waiting === 'InvalidImageName') return { kind: 'pull', words };
  if (pullReasons.has(waiting)) return old ? { kind: 'pull', words } : undefined;
  if (configReasons.has(waiting)) return old ? { kind: 'config', words } : undefined;
  const ended = state.terminated ?? lastState.terminated;
  // Only the kernel's reason says so: exit code 137 is every SIGKILL.
  if (ended?.reason === 'OOMKilled' && restartCount >= 1) return { kind: 'memory', words: '' };
  if (waiting === 'CrashLoopBackOff' && restartCount >= 2)
    return { kind: 'crash', words: ended ? `it ended with exit code ${ended.exitCode}` : '' };
  return undefined;
}

function age(since: string | undefined, now: number): number {
  return since === undefined ? 0 : now - Date.parse(since);
}
