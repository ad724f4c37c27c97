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
  let seen: Observation = { state: 'starting', detail: 'the image is unpacked and the model loaded' };
  let port: number | undefined;
  let uses = 0;
  let drained = () => {};

  const show = (next: Observation) => {
    seen = next;
    if (!stopping.signal.aborted) deps.onChange(next);
  };

  const keepRunning = async () => {
    for (let failures = 1; !stopping.signal.aborted; failures += 1) {
      try {
        const model = await deps.start(stopping.signal);
        const since = deps.now();
        port = model.port;
        show({ state: 'ready', image, versionDirectory });
        const end = await Promise.race([model.ended, aborted(stopping.signal)]);
        port = undefined;
        await model.stop();
        if (deps.now() - since > restarts.calmAfter) failures = 1;
        show({ state: 'starting', detail: `the model server is started again: ${end.why}` });
      } catch (error) {
        show(describeFailure(error, failures));
      }
      const ms = Math.min(restarts.first * 2 ** (failures - 1), restarts.longest);
      if (!stopping.signal.aborted) await deps.pause(ms, stopping.signal);
    }
  };
  const ended = keepRunning();

  return {
    observe: () => seen,
    use: (work) => {
      if (port === undefined) return undefined;
      uses += 1;
      return work(port).finally(() => {
        uses -= 1;
        if (uses === 0) drained();
      });
    },
    stop: async (drainMs) => {
      if (uses > 0) {
        const empty = new Promise<void>((resolve) => (drained = resolve));
        await Promise.race([empty, deps.pause(drainMs, stopping.signal)]);
      }
      stopping.abort();
      await ended;
    },
  };
}

function describeFailure(error: unknown, failures: number): Observation {
  if (!isStewardError(error)) return { state: 'failed', code: 'stage_failed', detail: `${errorText(error)}.` };
  const { why, killed } = error.details;
  if (error.code !== 'model_server_failed') return { state: 'failed', code: 'stage_failed', detail: error.message };
  if (killed === true && failures <= killsForgiven)
    return { state: 'starting', detail: `the model server is started again: ${String(why)}` };
  return { state: 'failed', code: 'stage_failed', detail: `${String(why).replace(/\.$/, '')}.` };
}

async function aborted(signal: AbortSignal): Promise<ModelServerEnd> {
  if (!signal.aborted) await once(signal, 'abort');
  return { why: 'it was stopped', killed: true };
}
