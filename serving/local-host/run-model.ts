import { once } from 'node:events';
import type { Digest } from '../../domain/digest';
import { errorText, isStewardError } from '../../domain/errors';
import type { Observation } from '../../domain/ports/target';
import type { ModelServerEnd, RunningModel } from './start-model-server';

export interface ModelRun {
  observe(): Observation;
  /** Runs `work` with the port of the model server; undefined, and nothing run, while it is not ready. */
  use<T>(work: (port: number) => Promise<T>): Promise<T> | undefined;
  /** No new use; waits for those that are on their way, at most `drainMs`, then ends the model server. */
  stop(drainMs: number): Promise<void>;
}

export interface ModelRunDeps {
  /** Unpacks the image and starts a model server on it. */
  readonly start: (signal: AbortSignal) => Promise<RunningModel>;
  readonly now: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal says stop. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told at every change, for the log. */
  readonly onChange: (observation: Observation) => void;
}

/** Pauses between starts, in ms: doubled from the first up to the longest. A model that ran a minute starts afresh. */
const restarts = { first: 100, longest: 10_000, calmAfter: 60_000 } as const;
/** So often may a model server be killed from outside while it loads before that counts as a failure of the model. */
const killsForgiven = 3;

/**
 * Keeps one model running until stopped. A model server that ends is started again with growing pauses. One that does
 * not come up is `failed` at once, for whoever waits on it, and is tried again all the same: the machine may have been
 * the cause, and what serves must come back by itself.
 */
export function runModel(image: Digest, versionDirectory: string, deps: ModelRunDeps): ModelRun {
  const stopping = new AbortController();
  const run: Run = {
    deps,
    ready: { state: 'ready', image, versionDirectory },
    signal: stopping.signal,
    stopped: aborted(stopping.signal),
    seen: { state: 'starting', detail: 'the image is unpacked and the model loaded' },
    port: undefined,
    uses: 0,
    onIdle: () => undefined,
  };
  const ended = keepRunning(run);
  return {
    observe: () => run.seen,
    use: (work) => {
      if (run.port === undefined) return undefined;
      run.uses += 1;
      return work(run.port).finally(() => {
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
  readonly deps: ModelRunDeps;
  /** What is seen of it when it is ready. */
  readonly ready: Observation;
  /** Aborted by `stop`; `stopped` resolves then. */
  readonly signal: AbortSignal;
  readonly stopped: Promise<ModelServerEnd>;
  seen: Observation;
  /** Of the model server, while it is ready. */
  port: number | undefined;
  /** On their way now. */
  uses: number;
  onIdle: () => void;
}

async function keepRunning(run: Run): Promise<void> {
  let failures = 0;
  while (!run.signal.aborted) {
    const { seen, ranMs } = await runOnce(run, failures + 1);
    failures = ranMs > restarts.calmAfter ? 1 : failures + 1;
    show(run, seen);
    const ms = Math.min(restarts.first * 2 ** (failures - 1), restarts.longest);
    if (!run.signal.aborted) await run.deps.pause(ms, run.signal);
  }
}

/** From one start of a model server to its end: what is to be seen after it, and for how many ms it was ready. */
async function runOnce(run: Run, attempt: number): Promise<{ seen: Observation; ranMs: number }> {
  try {
    const model = await run.deps.start(run.signal);
    const since = run.deps.now();
    run.port = model.port;
    show(run, run.ready);
    const { why } = await Promise.race([model.ended, run.stopped]);
    run.port = undefined;
    await model.stop();
    const detail = `the model server is started again: ${why}`;
    return { seen: { state: 'starting', detail }, ranMs: run.deps.now() - since };
  } catch (error) {
    return { seen: describeFailure(error, attempt), ranMs: 0 };
  }
}

function show(run: Run, seen: Observation): void {
  run.seen = seen;
  if (!run.signal.aborted) run.deps.onChange(seen);
}

function describeFailure(error: unknown, attempt: number): Observation {
  if (!isStewardError(error)) return { state: 'failed', code: 'stage_failed', detail: `${errorText(error)}.` };
  const { why, killed } = error.details;
  if (error.code !== 'model_server_failed') return { state: 'failed', code: 'stage_failed', detail: error.message };
  if (killed === true && attempt <= killsForgiven)
    return { state: 'starting', detail: `the model server is started again: ${String(why)}` };
  return { state: 'failed', code: 'stage_failed', detail: `${String(why).replace(/\.$/, '')}.` };
}

async function aborted(signal: AbortSignal): Promise<ModelServerEnd> {
  await once(signal, 'abort');
  return { why: 'it was stopped', killed: true };
}
