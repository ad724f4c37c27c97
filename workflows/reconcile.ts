import { continueAsNew, log, proxyActivities, sleep } from '@temporalio/workflow';
import type { ReconcileActivities } from '../activities/reconcile';
import type { ReconcileInput } from './names';
import { timeOuts } from './time-outs';

const { sweep } = proxyActivities<ReconcileActivities>(timeOuts.sweep);

/** Sweeps in one run: keeps the history short. */
const sweepsInARun = 200;

/** Compares PostgreSQL with the engine again and again; one such workflow in all, started by every worker. */
export async function reconcile(input: ReconcileInput): Promise<void> {
  for (let sweeps = 0; sweeps < sweepsInARun; sweeps += 1) {
    try {
      await sweep();
    } catch (error) {
      log.warn('sweep failed', { why: String(error) });
    }
    await sleep(input.everyMs);
  }
  await continueAsNew<typeof reconcile>(input);
}
