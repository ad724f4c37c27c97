import type { Instant } from '../domain/release/release';
import type { Tx } from './database';

/** True the first time an activity is delivered; false for a repetition under the same id. */
export async function recordDelivery(
  tx: Tx,
  conversationId: string,
  activityId: string,
  at: Instant,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into deliveries (conversation_id, activity_id, received_at) values ($1, $2, $3)
     on conflict do nothing returning 1`,
    [conversationId, activityId, at],
  );
  return rows.length === 1;
}

/** A delivery whose handling failed may be tried again by its sender. */
export async function forgetDelivery(tx: Tx, conversationId: string, activityId: string): Promise<void> {
  await tx.query('delete from deliveries where conversation_id = $1 and activity_id = $2', [
    conversationId,
    activityId,
  ]);
}

/** Channels repeat a delivery within minutes; older rows tell nothing. */
export async function dropOldDeliveries(tx: Tx, before: Instant): Promise<void> {
  await tx.query('delete from deliveries where received_at < $1', [before]);
}
