import { once } from 'node:events';
import { errorText, isStewardError } from '../../domain/errors';
import type { Observation } from '../../domain/ports/target';
import type { ChildEnd, RunningChild } from './start-child';

export interface ProcessRun {
  observe(): Observation;
  /** The number of the process; undefined while it is not ready. */
  pid(): number | undefined;
  /** How often it was started again after it had been ready. */
  restarts(): number;
  /** Runs `work` with the port of the process; undefined, and nothing run, while it is not ready. */
  use<T>(work: (port: number) => Promise<T>): Promise<T> | undefined;
  /** No new use; waits for those that are on their way, at most `drainMs`, then ends the process. */
  stop(drainMs: number): Promise<void>;
}

export interface ProcessRunDeps {
  /** Starts the process; rejects when it cannot be started, or when the signal calls it off. */
  readonly start: (signal: AbortSignal) => Promise<RunningChild>;
  readonly now: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal says stop. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told at every change, for the log. */
  readonly onChange: (observation: Observation) => void;
}

export interface RestartPolicy {
  /** In sentences: `model server`. */
  readonly what: string;
  /** What is going on before it is ready for the first time, in words. */
  readonly starting: string;
  /** Pauses between starts are doubled from the first up to this, in ms. */
  readonly longestPause: number;
  /**
   * So often may it be killed from outside, or end by itself, while it starts before that counts as a failure of what it
   * runs. With `kills: Infinity` being killed is no failure at all, and never a reason to pause for longer.
   */
  readonly forgiven: { readonly kills: number; readonly ends: number };
}

/** The first pause between starts; a process that ran for so long starts afresh. In ms. */
const restarts = { first: 100, calmAfter: 60_000 } as const;

/**
 * Keeps one process running until stopped. One that ends is started again with growing pauses. One that does not come up
 * is `failed` when its policy forgives no more, for whoever waits on it, and is tried again all the same: the machine may
 * have been the cause, and what serves must come back by itself.
 */
export function runProcess(ready: Observation, policy: RestartPolicy, deps: ProcessRunDeps): ProcessRun {
  const stopping = new AbortController();
  const run: Run = {
    deps,
    policy,
    ready,
    signal: stopping.signal,
    stopped: aborted(stopping.signal),
    seen: { state: 'starting', detail: policy.starting },
    child: undefined,
    uses: 0,
    starts: 0,
    onIdle: () => undefined,
  };
  const ended = keepRunning(run);
  return {
    observe: () => run.seen,
    pid: () => run.child?.pid,
    restarts: () => Math.max(0, run.starts - 1),
    use: (work) => {
      if (run.child === undefined) return undefined;
      run.uses += 1;
      return work(run.child.port).finally(() => {
        run.uses -= 1;
        if (run.uses === 0) run.onIdle();
      });
    },
    stop: async (drainMs) => {
      const idle = new Promise<void>((resolve) => (run.onIdle = resolve));
      if (run.uses > 0) await Promise.race([idle, deps.pause(drainMs, stopping.signal)]);
      stopping.abort();
      await ended;
    },
  };
}

interface Run {
  readonly deps: ProcessRunDeps;
  readonly policy: RestartPolicy;
  /** What is seen of it when it is ready. */
  readonly ready: Observation;
  /** Aborted by `stop`; `stopped` resolves then. */
  readonly signal: AbortSignal;
  readonly stopped: Promise<ChildEnd>;
  seen: Observation;
  /** The process, while it is ready. */
  child: RunningChild | undefined;
  /** On their way now. */
  uses: number;
  onIdle: () => void;
  /** That made it ready. */
  starts: number;
}

interface Outcome {
  readonly seen: Observation;
  /** For how many ms it was ready. */
  readonly ranMs: number;
  /** From outside. */
  readonly killed: boolean;
}

async function keepRunning(run: Run): Promise<void> {
  const { policy, signal, deps } = run;
  let failures = 0;
  while (!signal.aborted) {
    const { seen, ranMs, killed } = await runOnce(run, failures + 1);
    if (ranMs > restarts.calmAfter) failures = 0;
    const innocent = killed && policy.forgiven.kills === Infinity;
    if (!innocent) failures += 1;
    show(run, seen);
    const ms = innocent ? restarts.first : Math.min(restarts.first * 2 ** (failures - 1), policy.longestPause);
    if (!signal.aborted) await deps.pause(ms, signal);
  }
}

/** From one start of a process to its end. */
async function runOnce(run: Run, attempt: number): Promise<Outcome> {
  try {
    const child = await run.deps.start(run.signal);
    const since = run.deps.now();
    run.child = child;
    run.starts += 1;
    show(run, run.ready);
    const { why, killed } = await Promise.race([child.ended, run.stopped]);
    run.child = undefined;
    await child.stop();
    return { seen: startedAgain(run.policy, why), ranMs: run.deps.now() - since, killed };
  } catch (error) {
    const killed = isStewardError(error) && error.details.killed === true;
    return { seen: describeFailure(run.policy, error, attempt), ranMs: 0, killed };
  }
}

function show(run: Run, seen: Observation): void {
  run.seen = seen;
  if (!run.signal.aborted) run.deps.onChange(seen);
}

function startedAgain({ what }: RestartPolicy, why: string): Observation {
  return { state: 'starting', detail: `the ${what} is started again: ${why}` };
}

function describeFailure(policy: RestartPolicy, error: unknown, attempt: number): Observation {
  if (!isStewardError(error)) return { state: 'failed', code: 'stage_failed', detail: `${errorText(error)}.` };
  const { why, killed } = error.details;
  if (why === undefined || killed === undefined)
    return { state: 'failed', code: 'stage_failed', detail: error.message };
  if (attempt <= (killed === true ? policy.forgiven.kills : policy.forgiven.ends))
    return startedAgain(policy, String(why));
  return { state: 'failed', code: 'stage_failed', detail: `${String(why).replace(/\.$/, '')}.` };
}

async function aborted(signal: AbortSignal): Promise<ChildEnd> {
  await once(signal, 'abort');
  return { why: 'it was stopped', killed: true };
}
