import { isStewardError, StewardError } from '../../../domain/errors';
import type { Namespace } from '../../target/kubernetes/connect-namespace';
import { type Begun, begin, type BegunJob, type CarriedJob, type JobDeps } from './begin-job';
import { cleanJob } from './clean-job';
import { createFirstSeen } from './create-first-seen';

interface CarryingDeps extends JobDeps {
  /** Whether work that is told to stop is not wanted any more; otherwise another attempt goes on with it. */
  readonly isCalledOff: () => Promise<boolean>;
  readonly pause: (ms: number) => Promise<void>;
}

interface Carrying<T> {
  readonly namespace: Namespace;
  readonly job: CarriedJob;
  readonly signal: AbortSignal;
  readonly deps: CarryingDeps;
  /** Looks at the Job until it is done, or is not there any more. Throws how it ended otherwise. */
  readonly follow: (begun: BegunJob) => Promise<'done' | 'gone'>;
  /** Takes what lies in this folder and keeps it; only then the Job goes. */
  readonly take: (output: string) => Promise<T>;
  /** Of a Job that somebody removed. */
  readonly removed: () => StewardError;
}

/** Milliseconds: between looks, and for an answer to whether it is wanted still. */
const pauses = { look: 1_000, asking: 10_000 } as const;

/**
 * Brings one Job to its result. Called again for the same, also while an earlier call still runs, it goes on with the Job
 * that is there, or takes what that delivered. Job, Pods, Secret and what was delivered go once the result is taken, when
 * the Job failed for good, and when it is called off; whatever a repeat may mend leaves them to the repeat.
 */
export async function carryOutJob<T>(carrying: Carrying<T>): Promise<T> {
  const { namespace, job, signal, deps, take } = carrying;
  signal.throwIfAborted();
  const patiently = createPatience(carrying);
  const firstSeen = createFirstSeen(deps.now);
  let begun: Begun | undefined;
  let taken: T;
  try {
    begun = await patiently(() => begin({ namespace, job, deps, firstSeen }));
    if (begun.uid !== undefined) await followToResult(carrying, begun);
    taken = await take(deps.exchange.outputOf(job.exchangeName, begun.key));
  } catch (error) {
    if (isStewardError(error) && !error.retryable) await cleanJob(namespace, job, deps, begun?.uid);
    else if (signal.aborted && (await isCalledOff(deps))) await cleanJob(namespace, job, deps);
    throw error;
  }
  await cleanJob(namespace, job, deps);
  return taken;
}

/** Where nothing answers, as one that is wanted: the Job ends at its deadline by itself. */
async function isCalledOff({ now, pause, isCalledOff: ask }: CarryingDeps): Promise<boolean> {
  for (const until = now() + pauses.asking; ; await pause(pauses.look)) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined || now() >= until) return answer ?? false;
  }
}

/** A Job that is gone may have delivered, and may have been ended by another attempt. */
async function followToResult<T>(carrying: Carrying<T>, begun: BegunJob): Promise<void> {
  const { namespace, job, deps, follow, removed } = carrying;
  if ((await follow(begun)) === 'done') return;
  const { exchange } = deps;
  if (await exchange.hasDelivered(job.exchangeName, begun.key)) return;
  if (await exchange.find(job.exchangeName, begun.key)) throw removed();
  throw new StewardError('cluster_object_changed', {
    ...{ what: `jobs/${job.name}`, namespace: namespace.name, why: 'another attempt has ended it' },
  });
}

/** Goes on trying while the cluster is away, for as long as the work may take. */
function createPatience<T>({
  deps: { now, pause },
  signal,
  job,
}: Carrying<T>): <R>(work: () => Promise<R>) => Promise<R> {
  const until = now() + job.deadlineMs;
  return async (work) => {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (!isStewardError(error) || !error.retryable || now() >= until) throw error;
        await pause(pauses.look);
      }
    }
  };
}
