import { CancellationScope, condition, log, proxyActivities, sleep } from '@temporalio/workflow';
import type { RetrainInput } from './names';
import { timeOuts } from './time-outs';

interface RetrainingNotices {
  /** Draws the card from PostgreSQL as it is when it is sent, and shows it. */
  showRetraining(key: RetrainInput): Promise<unknown>;
  /** Says once, below the card, how it ended. */
  tellRetraining(key: RetrainInput): Promise<unknown>;
}

const chat = proxyActivities<RetrainingNotices>(timeOuts.chat);

/** As for releases: several changes within this pause become one edit. */
const pauseBetweenEdits = '700ms';

/** Keeps the retraining's one card current beside its work, which never waits for the channel before its end. */
export function keepRetrainingShown(input: RetrainInput): {
  readonly change: () => void;
  /** Shows and tells the end; returns when it is shown or given up. */
  readonly finish: () => Promise<void>;
} {
  let wanted = 1;
  let finished = false;
  const loop = CancellationScope.nonCancellable(async () => {
    for (let done = 0; !finished || done < wanted;) {
      await condition(() => finished || done < wanted);
      if (done >= wanted) break;
      done = wanted;
      await attempt('shown', () => chat.showRetraining(input), input);
      if (!finished) await sleep(pauseBetweenEdits);
    }
    await attempt('told', () => chat.tellRetraining(input), input);
  });
  return {
    change: () => {
      wanted += 1;
    },
    finish: async () => {
      wanted += 1;
      finished = true;
      await loop;
    },
  };
}

async function attempt(what: string, work: () => Promise<unknown>, input: RetrainInput): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn(`card not ${what}`, { ...input, why: String(error) });
  }
}
