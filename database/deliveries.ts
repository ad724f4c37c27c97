import type { Instant } from '../domain/release/release';
import type { Tx } from './database';

/** Longer than any handling takes; a delivery that was begun earlier and not answered was lost with its process. */
const lostAfterMs = 10_000;

/**
 * Whether to handle a delivered activity: the first time it comes, and again when its first handling never came to an
 * answer. A repetition under the same id, during or after the handling, is not handled.
 */
export async function beginDelivery(tx: Tx, conversationId: string, activityId: string, at: Instant): Promise<boolean> {
  const rows = await tx.query(
    `insert into deliveries (conversation_id, activity_id, received_at) values ($1, $2, $3)
     on conflict (conversation_id, activity_id) do update set received_at = $3
       where deliveries.answered_at is null and deliveries.received_at < $4
     returning 1`,
    [conversationId, activityId, at, new Date(Date.parse(at) - lostAfterMs).toISOString()],
  );
  return rows.length === 1;
}

export async function endDelivery(tx: Tx, conversationId: string, activityId: string, at: Instant): Promise<void> {
  await tx.query('update deliveries set answered_at = $3 where conversation_id = $1 and activity_id = $2', [
    conversationId,
    activityId,
    at,
  ]);
}

/** Channels repeat a delivery within minutes; older rows tell nothing. */
export async function dropOldDeliveries(tx: Tx, before: Instant): Promise<void> {
  await tx.query('delete from deliveries where received_at < $1', [before]);
}
