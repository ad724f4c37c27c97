import { isStewardError, StewardError } from '../../../domain/errors';
import type { TrainingOrder } from '../../../domain/ports/trainer';
import { jobSchema, type PodObject } from '../../../formats/kubernetes/objects';
import type { Namespace } from '../../target/kubernetes/connect-namespace';
import { brokenOff, judgeExit, late, type TrainerFailure } from '../judge-exit';
import { keepLog } from '../keep-log';
import { createFirstSeen, type FirstSeen } from './create-first-seen';
import { containers } from './describe-job';
import { listJobPods, type NamedJob } from './find-job';
import { hearLog, type HeardLog } from './hear-log';
import { judgeJob, type JobState } from './judge-pods';
import { signalOf } from './signal-of';
import { whyNoPod } from './why-no-pod';

interface Following {
  readonly namespace: Namespace;
  readonly job: NamedJob;
  readonly order: TrainingOrder;
  readonly uid: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** That the trainer may have. */
  readonly memory: string;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** Milliseconds between looks. */
const look = 1_000;
const nothing: HeardLog = { tail: Buffer.alloc(0) };

/** Looks at a trainer's Job until it is done, or is not there any more. Throws how it ended otherwise. */
export async function followJob(following: Following): Promise<'done' | 'gone'> {
  const { order, pause, now, until } = following;
  const firstSeen = createFirstSeen(now);
  let told = 0;
  let heard = nothing;
  for (;;) {
    order.signal.throwIfAborted();
    const overdue = now() >= until;
    const seen = await lookOnce(following, firstSeen).catch(unlessAway);
    if (seen?.heard && seen.heard.tail.length > 0) heard = seen.heard;
    const furthest = heard.progress;
    if (furthest && furthest.progress > told) {
      told = furthest.progress;
      order.onProgress(furthest);
    }
    if (seen?.state.state === 'done' || seen?.state.state === 'gone') return seen.state.state;
    const failure = seen ? failureOf(following, seen, heard) : undefined;
    const found = failure ?? (overdue ? late(order.deadlineMs, order.log.name) : undefined);
    if (found) throw await toError(order, found, heard);
    await pause(look);
  }
}

/** A cluster that is away is asked again and again, until the training's time is over. */
function unlessAway(error: unknown): undefined {
  if (!isStewardError(error) || !error.retryable) throw error;
}

interface Seen {
  readonly state: JobState | { readonly state: 'gone' };
  readonly heard?: HeardLog;
}

async function lookOnce({ namespace, job: named, uid, now }: Following, firstSeen: FirstSeen): Promise<Seen> {
  const job = await namespace.get('Job', named.name, jobSchema);
  if (job?.metadata.uid !== uid) return { state: { state: 'gone' } };
  const pods = await listJobPods(namespace, named, uid);
  const state = judgeJob(job, pods, now(), firstSeen);
  const pod = pods.find(hasTrained);
  const heard = pod && (await hearLog(namespace, pod.metadata.name));
  const detail = state.state === 'under way' && pods.length === 0 ? await whyNoPod(namespace, job, now()) : undefined;
  const refusal = detail !== undefined && ({ code: 'trainer_pod_refused', details: { detail } } as const);
  return {
    state: refusal ? { state: 'failed', failure: refusal } : state,
    ...(heard !== undefined && { heard }),
  };
}

function hasTrained({ status }: PodObject): boolean {
  return status.initContainerStatuses.some(
    ({ name, state }) => name === containers.train && (state.running ?? state.terminated) !== undefined,
  );
}

function failureOf({ order, memory }: Following, { state }: Seen, { code }: HeardLog): TrainerFailure | undefined {
  const { name } = order.log;
  switch (state.state) {
    case 'under way':
    case 'done':
    case 'gone':
      return undefined;
    case 'late':
      return late(order.deadlineMs, name);
    case 'failed':
      return state.failure;
    case 'trainer ended': {
      if (state.outOfMemory) return { code: 'trainer_out_of_memory', details: { memory, log: name } };
      const by = signalOf(state.exitCode);
      return by === undefined ? judgeExit(state.exitCode, code, name) : brokenOff(`it was ended by ${by}`, code, name);
    }
  }
}

async function toError({ log }: TrainingOrder, { code, details }: TrainerFailure, { tail }: HeardLog) {
  if (details['log'] === undefined) return new StewardError(code, details);
  return new StewardError(code, { ...details, log: await keepLog(log, tail) });
}
