import type { Digest } from '../domain/digest';
import type { Card } from '../domain/ports/chat';
import type { Instant } from '../domain/release/release';
import { oneOrNone, type Tx } from './database';

export interface LiveCard {
  readonly subject: string;
  readonly conversationId: string;
  /** Absent while the first send is on its way, or when nobody knows whether it arrived. */
  readonly activityId?: string;
  readonly revision: number;
  readonly payloadHash?: Digest;
}

/** The one live card of a subject (`release/17`), held until commit. */
export async function lockCard(tx: Tx, subject: string): Promise<LiveCard | undefined> {
  const rows = await tx.query<{
    subject: string;
    conversation_id: string;
    activity_id: string | null;
    revision: number;
    payload_hash: Digest | null;
  }>('select * from cards where subject = $1 for update', [subject]);
  const row = oneOrNone(rows);
  return (
    row && {
      subject: row.subject,
      conversationId: row.conversation_id,
      revision: row.revision,
      ...(row.activity_id === null ? {} : { activityId: row.activity_id }),
      ...(row.payload_hash === null ? {} : { payloadHash: row.payload_hash }),
    }
  );
}

/** Notes that a first card is about to be sent: a kill after this finds the note, not nothing. */
export async function notePosting(tx: Tx, subject: string, conversationId: string, at: Instant): Promise<void> {
  await tx.query(
    `insert into cards (subject, conversation_id, state, revision, touched_at) values ($1, $2, 'posting', 0, $3)
     on conflict (subject) do update set conversation_id = $2, touched_at = $3`,
    [subject, conversationId, at],
  );
}

/** The channel has the card under this id and in this revision. */
export async function notePosted(
  tx: Tx,
  card: { subject: string; activityId: string; revision: number; hash: Digest; at: Instant },
): Promise<void> {
  await tx.query(
    `update cards set activity_id = $2, state = 'posted', revision = $3, payload_hash = $4, touched_at = $5
     where subject = $1`,
    [card.subject, card.activityId, card.revision, card.hash, card.at],
  );
}

/** A person acted on a card under an id that we did not know: a send whose answer was lost. It becomes the live one. */
export async function adoptCard(tx: Tx, subject: string, activityId: string): Promise<void> {
  await tx.query(`update cards set activity_id = $2, state = 'posted' where subject = $1 and activity_id is null`, [
    subject,
    activityId,
  ]);
}

/** Forgets a card that the channel no longer has; the next showing posts a new one. */
export async function forgetCard(tx: Tx, subject: string): Promise<void> {
  await tx.query(`update cards set activity_id = null, state = 'posting', revision = 0 where subject = $1`, [subject]);
}

/** Keeps exactly what people were shown, by subject and revision. */
export async function keepCardPayload(
  tx: Tx,
  shown: { subject: string; revision: number; hash: Digest; card: Card; at: Instant },
): Promise<void> {
  await tx.query(
    `insert into card_revisions (subject, revision, hash, payload, sent_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [shown.subject, shown.revision, shown.hash, JSON.stringify(shown.card.json), shown.at],
  );
}

/** The payload of one revision; without `revision` the newest that was sent. */
export async function findCardPayload(
  tx: Tx,
  subject: string,
  revision?: number,
): Promise<{ hash: Digest; payload: unknown } | undefined> {
  const rows = await tx.query<{ hash: Digest; payload: unknown }>(
    `select hash, payload from card_revisions where subject = $1 and ($2::int is null or revision = $2)
     order by revision desc, sent_at desc limit 1`,
    [subject, revision ?? null],
  );
  return oneOrNone(rows);
}

/**
 * Releases whose card the channel has not seen as it is: never posted, or posted in an earlier revision, and not touched
 * since `before`. Of those that ended, the ones of the last day; at most 20.
 */
export async function listStaleCards(tx: Tx, before: Instant): Promise<number[]> {
  const rows = await tx.query<{ number: number }>(
    `select r.number from releases r
       left join cards c on c.subject = 'release/' || r.number
       join conversations v on v.conversation_id = coalesce(c.conversation_id, r.conversation_id) and v.state = 'live'
     where (r.ended_at is null or r.ended_at > $1::timestamptz - interval '1 day')
       and coalesce(c.touched_at, r.opened_at) < $1
       and (c.subject is null or c.activity_id is null or c.revision < r.revision)
     order by r.number desc limit 20`,
    [before],
  );
  return rows.map(({ number }) => number);
}
