import { CancellationScope, condition, log, proxyActivities, sleep } from '@temporalio/workflow';
import type { NotifyActivities } from '../activities/notify';
import type { ReleaseInput } from './names';
import { timeOuts } from './time-outs';

const chat = proxyActivities<NotifyActivities>(timeOuts.chat);

/** Channels allow about one edit in two seconds for long; several changes within this pause become one edit. */
const pauseBetweenEdits = '700ms';

/**
 * Keeps the release's one card current beside the release's own work: the card is never in its way. Changes that come
 * while an edit is under way are shown by the next one.
 */
export function keepShown(input: ReleaseInput): {
  readonly change: () => void;
  /** Shows the end; returns when it is shown or given up. */
  readonly finish: () => Promise<void>;
} {
  const key = { release: input.release };
  let wanted = 1;
  let finished = false;
  const loop = CancellationScope.nonCancellable(async () => {
    if (input.superseded !== undefined) await show({ release: input.superseded });
    for (let done = 0; !finished || done < wanted;) {
      await condition(() => finished || done < wanted);
      if (done >= wanted) break;
      done = wanted;
      await show(key);
      if (!finished) await sleep(pauseBetweenEdits);
    }
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

async function show(key: { release: number }): Promise<void> {
  try {
    await chat.showRelease(key);
    await chat.tellMilestone(key);
  } catch (error) {
    log.warn('card not shown', { ...key, why: String(error) });
  }
}
