import type { Database } from '../../database/database';
import { getRetraining } from '../../database/retrainings';
import { isRetrainingOpen } from '../../domain/retraining/retraining';

/** Whether a retraining is not wanted any more. What the engine says to an attempt is not asked: it may only be overtaken. */
export async function isCalledOff(database: Database, retraining: number): Promise<boolean> {
  const { state, cancelRequested } = await getRetraining(database, retraining);
  return !isRetrainingOpen(state) || cancelRequested !== undefined;
}
