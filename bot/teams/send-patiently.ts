import { explainFailure, mayRepeat } from './explain-failure';
import { SendError } from './send-error';

export interface Patience {
  /** Milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

const mostAttempts = 4;
const firstPauseMs = 500;
/** Waiting longer than this in one go is the caller's to decide. */
const longestPauseMs = 10_000;

/**
 * Sends, and again after a pause where that cannot do a thing twice: exponential with jitter, or as long as the channel
 * asks for. Throws the last failure in Steward's words.
 */
export async function sendPatiently<T>(patience: Patience, create: boolean, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const failure = error instanceof SendError ? error.failure : undefined;
      const asked = failure?.kind === 'answered' ? failure.retryAfterMs : undefined;
      const pause = asked ?? firstPauseMs * 2 ** (attempt - 1) * (0.5 + patience.random() / 2);
      if (!failure || !mayRepeat(failure, create) || attempt === mostAttempts || pause > longestPauseMs)
        throw explainFailure(error, create);
      await patience.sleep(pause);
    }
  }
}
