import type { Instant } from '../domain/release/release';
import type { Tx } from './database';

/**
 * Alerts whose card the channel has not seen as it is: never posted, or posted in an earlier revision, and not touched
 * since `before`. Closed ones for a day; at most 20.
 */
export async function listStaleAlerts(tx: Tx, before: Instant): Promise<number[]> {
  const rows = await tx.query<{ number: number }>(
    `select a.number from alerts a
       left join cards c on c.subject = 'alert/' || a.number
     where (a.state <> 'closed' or (a.closed->>'at')::timestamptz > $1::timestamptz - interval '1 day')
       and coalesce(c.touched_at, a.raised_at) < $1
       and (c.subject is null or c.activity_id is null or c.revision < a.revision)
       and exists (
         select 1 from conversations v
         where v.state = 'live' and (v.conversation_id = c.conversation_id or (c.subject is null and v.project = a.project)))
     order by a.number desc limit 20`,
    [before],
  );
  return rows.map(({ number }) => number);
}

/** The same of retrainings; ended ones for a day. */
export async function listStaleRetrainings(tx: Tx, before: Instant): Promise<number[]> {
  const rows = await tx.query<{ number: number }>(
    `select t.number from retrainings t
       left join cards c on c.subject = 'retraining/' || t.number
     where (t.ended_at is null or t.ended_at > $1::timestamptz - interval '1 day')
       and coalesce(c.touched_at, t.requested_at) < $1
       and (c.subject is null or c.activity_id is null or c.revision < t.revision)
       and exists (
         select 1 from conversations v
         where v.state = 'live' and case
           when coalesce(c.conversation_id, t.conversation_id) is null then v.project = t.project
           else v.conversation_id = coalesce(c.conversation_id, t.conversation_id) end)
     order by t.number desc limit 20`,
    [before],
  );
  return rows.map(({ number }) => number);
}
