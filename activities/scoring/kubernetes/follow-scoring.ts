import { durationText } from '../../../domain/duration-text';
import { isStewardError, StewardError } from '../../../domain/errors';
import type { ScoringOrder } from '../../../domain/ports/scoring';
import type { ReasonCode } from '../../../domain/reasons';
import { jobSchema, type PodObject } from '../../../formats/kubernetes/objects';
import { askModel, type ModelWord } from '../../target/kubernetes/ask-model';
import type { Namespace } from '../../target/kubernetes/connect-namespace';
import { sayFatal, sayFatalWithLog } from '../../target/kubernetes/explain-fatal';
import { type Fatal, hasLasted } from '../../target/kubernetes/find-fatal';
import { createFirstSeen, type FirstSeen } from '../../training/kubernetes/create-first-seen';
import { listJobPods, type NamedJob } from '../../training/kubernetes/find-job';
import { whyNoPod } from '../../training/kubernetes/why-no-pod';
import { judgeScoring, type ScoringState } from './judge-scoring';

export interface FollowedScoring {
  readonly namespace: Namespace;
  readonly job: NamedJob;
  readonly order: ScoringOrder;
  readonly uid: string;
  /** Of the model, as its server counts. */
  readonly version: string;
  /** Milliseconds since 1970: for all of it, and for the model to be up. */
  readonly until: number;
  readonly readyBy: number;
  /** Milliseconds, for the words. */
  readonly limits: { readonly ready: number; readonly whole: number };
  readonly hasDelivered: () => Promise<boolean>;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** Milliseconds between looks. */
const look = 1_000;

const codes: Readonly<Record<Fatal['kind'], ReasonCode>> = {
  pull: 'gate_image_not_pulled',
  config: 'gate_container_refused',
  crash: 'gate_model_crashed',
  memory: 'gate_out_of_memory',
  unschedulable: 'gate_unschedulable',
  refused: 'gate_pod_refused',
};

/** Looks at a Job that scores until something is delivered, or the Job is not there any more. Throws how it ended otherwise. */
export async function followScoring(following: FollowedScoring): Promise<'done' | 'gone'> {
  const { order, pause, now, until, hasDelivered } = following;
  const firstSeen = createFirstSeen(now);
  for (;;) {
    order.signal.throwIfAborted();
    const overdue = now() >= until;
    const seen = await lookOnce(following, firstSeen).catch(unlessAway);
    // After the look: what ended well has delivered before.
    if (await hasDelivered()) return 'done';
    if (seen === 'gone') return 'gone';
    if (overdue) throw explain(following, 'gate_timed_out', { limit: durationText(following.limits.whole) });
    if (seen) await throwIfOver(following, seen);
    await pause(look);
  }
}

/** A cluster that is away is asked again and again, until the time is over. */
function unlessAway(error: unknown): undefined {
  if (!isStewardError(error) || !error.retryable) throw error;
}

async function lookOnce(
  { namespace, job: named, uid, now }: FollowedScoring,
  firstSeen: FirstSeen,
): Promise<ScoringState | 'gone'> {
  const job = await namespace.get('Job', named.name, jobSchema);
  if (job?.metadata.uid !== uid) return 'gone';
  const pods = await listJobPods(namespace, named, uid);
  const state = judgeScoring(job, pods, now(), firstSeen);
  const words = state.state === 'under way' && pods.length === 0 ? await whyNoPod(namespace, job, now()) : undefined;
  return words === undefined ? state : { state: 'fatal', fatal: { kind: 'refused', words }, rows: false };
}

async function throwIfOver(following: FollowedScoring, seen: ScoringState): Promise<void> {
  const { namespace } = following;
  switch (seen.state) {
    case 'under way':
      return seen.pod && throwIfUnready(following, seen.pod);
    case 'fatal': {
      const detail = seen.rows ? sayFatal(seen.fatal) : await sayFatalWithLog(namespace, seen.fatal);
      throw explain(following, codes[seen.fatal.kind], { detail });
    }
    case 'not carried':
      throw explain(following, 'gate_rows_not_carried', { why: seen.why });
    case 'lost':
      throw explain(following, 'gate_pod_lost', { why: seen.why.replace(/[.\s]*$/, '').slice(0, 500) });
    case 'late':
      throw explain(following, 'gate_timed_out', { limit: durationText(following.limits.whole) });
  }
}

/** The model server is asked why it is not up: the node only knows that it is not. */
async function throwIfUnready(following: FollowedScoring, pod: PodObject): Promise<void> {
  const { namespace, order, version, now, readyBy, limits } = following;
  // Who may not ask, or cannot, waits until the time is over, and learns less.
  const word = await askModel(namespace, pod, order.project, version).catch((error: unknown) => {
    if (!isStewardError(error)) throw error;
    return undefined;
  });
  const other = word?.kind === 'other' && `its model server serves version ${word.versions.join(', ')}`;
  if (other && hasLasted(pod, now()))
    throw explain(following, 'gate_other_version', { detail: `Its number is ${version}, and ${other}.` });
  if (now() < readyBy) return;
  throw explain(following, 'gate_model_not_ready', {
    limit: durationText(limits.ready),
    detail: other || sayWord(word),
  });
}

function sayWord(word: ModelWord | undefined): string {
  if (word === undefined) return 'its model server does not run yet, or may not be asked';
  return word.kind === 'busy' ? word.words : 'its model server does not answer';
}

/** Which model, within a sentence. */
export function modelText({ model, version }: Pick<ScoringOrder, 'model' | 'version'>): string {
  return model === 'candidate' ? 'the candidate' : (version ?? 'the version that serves');
}

function explain(
  { order }: FollowedScoring,
  code: ReasonCode,
  details: Readonly<Record<string, string>>,
): StewardError {
  return new StewardError(code, { model: modelText(order), environment: order.environment, ...details });
}
