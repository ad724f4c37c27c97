import type { ReasonCode } from '../../../domain/reasons';
import type { JobObject, PodObject } from '../../../formats/kubernetes/objects';
import type { Fatal } from '../../target/kubernetes/find-fatal';
import type { TrainerFailure } from '../judge-exit';
import { containers } from './describe-job';
import type { FirstSeen } from './create-first-seen';
import { lastingOfPod } from './lasting-of-pod';

/** What became of a trainer's Job. */
export type JobState =
  | { readonly state: 'under way' | 'done' }
  /** The trainer itself has ended, and not well; its log tells more. */
  | { readonly state: 'trainer ended'; readonly exitCode: number; readonly outOfMemory: boolean }
  | { readonly state: 'late' }
  /** Kubernetes or we are to blame, in words that hold none of the trainer's. */
  | { readonly state: 'failed'; readonly failure: TrainerFailure };

/** The runtime's own word that it could not start a program. */
const notStarted = new Set(['StartError', 'ContainerCannotRun']);

const codes: Readonly<Record<Fatal['kind'], ReasonCode>> = {
  pull: 'trainer_image_not_pulled',
  config: 'trainer_container_refused',
  crash: 'trainer_pod_lost',
  memory: 'trainer_pod_lost',
  unschedulable: 'trainer_unschedulable',
  refused: 'trainer_pod_refused',
};

/** `now` in milliseconds since 1970. */
export function judgeJob(job: JobObject, pods: readonly PodObject[], now: number, firstSeen: FirstSeen): JobState {
  const newest = pods.find(({ metadata }) => metadata.deletionTimestamp === undefined) ?? pods[0];
  const ofPod = newest ? judgePod(newest, now, firstSeen) : undefined;
  if (ofPod && ofPod.state !== 'under way') return ofPod;
  const holds = job.status.conditions.filter(({ status }) => status === 'True');
  if (holds.some(({ type }) => type === 'Complete')) return { state: 'done' };
  const failed = holds.find(({ type }) => type === 'Failed' || type === 'FailureTarget');
  if (!failed) return { state: 'under way' };
  if (failed.reason === 'DeadlineExceeded') return { state: 'late' };
  return lost(failed.message ?? failed.reason ?? 'its Job failed without a word');
}

function judgePod(pod: PodObject, now: number, firstSeen: FirstSeen): JobState {
  const { phase, initContainerStatuses, containerStatuses, reason, message } = pod.status;
  if (phase === 'Succeeded') return { state: 'done' };
  for (const { name, state } of [...initContainerStatuses, ...containerStatuses]) {
    const { terminated } = state;
    if (!terminated || terminated.exitCode === 0) continue;
    if (notStarted.has(terminated.reason ?? ''))
      return refused('trainer_container_refused', name, terminated.message ?? '');
    const outOfMemory = terminated.reason === 'OOMKilled';
    if (name === containers.train) return { state: 'trainer ended', exitCode: terminated.exitCode, outOfMemory };
    const why = outOfMemory ? 'the carrier was killed for memory' : (terminated.message ?? '').trim();
    return failed('training_data_not_carried', { why: why.replace(/\.$/, '').slice(0, 500) || `${name} gave no word` });
  }
  if (phase === 'Failed') return lost([reason, message].filter(Boolean).join(': ') || 'its Pod failed without a word');
  const fatal = lastingOfPod(pod, now, firstSeen);
  return fatal ? refused(codes[fatal.kind], fatal.container, fatal.words) : { state: 'under way' };
}

function refused(code: ReasonCode, container: string | undefined, words: string): JobState {
  const where = container === undefined ? '' : `Container ${container}: `;
  const said = words.trim() || 'Kubernetes gives no words for it';
  return failed(code, { detail: `${where}${said}`.replace(/[.\s]*$/, '.').slice(0, 900) });
}

function lost(why: string): JobState {
  return failed('trainer_pod_lost', { why: why.replace(/[.\s]*$/, '').slice(0, 500) });
}

function failed(code: ReasonCode, details: TrainerFailure['details']): JobState {
  return { state: 'failed', failure: { code, details } };
}
