import type { ContainerStatus, JobObject, PodObject } from '../../../formats/kubernetes/objects';
import type { Fatal } from '../../target/kubernetes/find-fatal';
import type { FirstSeen } from '../../training/kubernetes/create-first-seen';
import { lastingOfPod } from '../../training/kubernetes/lasting-of-pod';
import { containers } from './describe-scoring-job';

/** What became of a Job that scores, as far as the cluster tells. */
export type ScoringState =
  /** `pod` until the scorer is started: its model may be asked why not. */
  | { readonly state: 'under way'; readonly pod?: PodObject }
  /** `rows`: the model may have had some, and what it writes may hold them. */
  | { readonly state: 'fatal'; readonly fatal: Fatal; readonly rows: boolean }
  /** The scorer could not get its rows, or not bring its scores. */
  | { readonly state: 'not carried'; readonly why: string }
  | { readonly state: 'lost'; readonly why: string }
  | { readonly state: 'late' };

/** The runtime's own word that it could not start a program. */
const notStarted = new Set(['StartError', 'ContainerCannotRun']);
/** So often a model is started again before it is given up, as on release. */
const restarts = 2;

/** `now` in milliseconds since 1970. */
export function judgeScoring(
  job: JobObject,
  pods: readonly PodObject[],
  now: number,
  firstSeen: FirstSeen,
): ScoringState {
  const newest = pods.find(({ metadata }) => metadata.deletionTimestamp === undefined) ?? pods[0];
  const ofPod = newest && judgePod(newest, now, firstSeen);
  if (ofPod && ofPod.state !== 'under way') return ofPod;
  const holds = job.status.conditions.filter(({ status }) => status === 'True');
  const ended = holds.find(({ type }) => ['Failed', 'FailureTarget', 'Complete'].includes(type));
  if (!ended) return ofPod ?? { state: 'under way' };
  if (ended.reason === 'DeadlineExceeded') return { state: 'late' };
  if (ended.type === 'Complete') return { state: 'lost', why: 'its Job is done and has left nothing' };
  return { state: 'lost', why: ended.message ?? ended.reason ?? 'its Job failed without a word' };
}

function judgePod(pod: PodObject, now: number, firstSeen: FirstSeen): ScoringState {
  const { phase, initContainerStatuses, containerStatuses, reason, message } = pod.status;
  const scorer = containerStatuses.find(({ name }) => name === containers.score);
  const { terminated, running } = scorer?.state ?? {};
  if (terminated && terminated.exitCode !== 0) {
    const words = (terminated.message ?? '').trim().replace(/\.$/, '').slice(0, 500);
    if (notStarted.has(terminated.reason ?? ''))
      return { state: 'fatal', fatal: { kind: 'config', words, container: containers.score }, rows: false };
    const memory = terminated.reason === 'OOMKilled';
    return { state: 'not carried', why: memory ? 'the scorer was killed for memory' : words || 'it gave no word' };
  }
  if (phase === 'Failed')
    return { state: 'lost', why: [reason, message].filter(Boolean).join(': ') || 'its Pod failed without a word' };
  const rows = (running ?? terminated) !== undefined;
  const model = terminated ? undefined : initContainerStatuses.find(({ name }) => name === containers.model);
  const fatal = (model && fatalOfModel(model)) ?? lastingOfPod(pod, now, firstSeen);
  if (fatal) return { state: 'fatal', fatal: { pod: pod.metadata.name, ...fatal }, rows };
  return rows ? { state: 'under way' } : { state: 'under way', pod };
}

/** In a Pod that is not to be restarted itself, a sidecar that is started again and again shows as ended, not as waiting. */
function fatalOfModel({ name, state: { terminated: ended }, restartCount }: ContainerStatus): Fatal | undefined {
  if (!ended) return undefined;
  if (notStarted.has(ended.reason ?? '')) return { kind: 'config', words: ended.message ?? '', container: name };
  if (ended.reason === 'OOMKilled' || restartCount < restarts) return undefined;
  return { kind: 'crash', words: `it ended with exit code ${ended.exitCode}`, container: name };
}
