import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** Ms from one look at the work to the next: longer and longer, so that work of days keeps its history short. */
export interface Glances {
  readonly firstMs: number;
  readonly growth: number;
  readonly longestMs: number;
}

/** Has the card follow work that notes in PostgreSQL how far it is. */
export async function followWork(glances: Glances, work: () => Promise<void>, changed: () => void): Promise<void> {
  const following = new CancellationScope();
  const followed = following
    .run(async () => {
      for (let pause = glances.firstMs; ; pause = Math.min(pause * glances.growth, glances.longestMs)) {
        await sleep(Math.round(pause));
        changed();
      }
    })
    .catch(ignoreCancellation);
  try {
    await work();
  } finally {
    following.cancel();
    await followed;
  }
}

export function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
