import { fillSentence } from '../domain/reasons';
import type { Instant } from '../domain/release/release';
import type { RetrainingRoom } from '../domain/retraining/may-retrain';
import type { Tx } from './database';
import { askPermission } from './open-retraining';

/** Whether a retraining could be opened now, and if not, why, in a whole sentence with its cure. */
export async function findRetrainingRoom(
  tx: Tx,
  project: string,
  environment: string,
  now: Instant,
): Promise<RetrainingRoom> {
  const permission = await askPermission(tx, { project, environment }, now);
  if (permission.may) return { may: true };
  return { may: false, why: fillSentence(permission.code, permission.details) };
}
