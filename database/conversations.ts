import type { ConversationRef } from '../domain/ports/chat';
import type { Instant } from '../domain/release/release';
import { oneOrNone, type Tx } from './database';

export interface Conversation extends ConversationRef {
  readonly project?: string;
  readonly state: 'live' | 'gone';
}

interface ConversationRow {
  conversation_id: string;
  kind: ConversationRef['kind'];
  service_url: string;
  tenant_id: string;
  bot_id: string;
  project: string | null;
  state: 'live' | 'gone';
}

function toConversation(row: ConversationRow): Conversation {
  return {
    conversationId: row.conversation_id,
    kind: row.kind,
    serviceUrl: row.service_url,
    tenantId: row.tenant_id,
    botId: row.bot_id,
    state: row.state,
    ...(row.project === null ? {} : { project: row.project }),
  };
}

/** Upserts on every contact: service addresses move between regions, and a contact revives a dead conversation. */
export async function rememberConversation(tx: Tx, ref: ConversationRef, at: Instant): Promise<Conversation> {
  const rows = await tx.query<ConversationRow>(
    `insert into conversations (conversation_id, kind, service_url, tenant_id, bot_id, seen_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (conversation_id) do update
       set kind = $2, service_url = $3, tenant_id = $4, bot_id = $5, seen_at = $6, state = 'live'
     returning *`,
    [ref.conversationId, ref.kind, ref.serviceUrl, ref.tenantId, ref.botId, at],
  );
  const row = oneOrNone(rows);
  if (!row) throw new RangeError('upsert returned no row');
  return toConversation(row);
}

export async function findConversation(tx: Tx, conversationId: string): Promise<Conversation | undefined> {
  const rows = await tx.query<ConversationRow>('select * from conversations where conversation_id = $1', [
    conversationId,
  ]);
  const row = oneOrNone(rows);
  return row && toConversation(row);
}

/** Where a project's cards go when they have no conversation of their own: its newest live channel. */
export async function findHome(tx: Tx, project: string): Promise<Conversation | undefined> {
  const rows = await tx.query<ConversationRow>(
    `select * from conversations where project = $1 and state = 'live'
     order by (kind = 'channel') desc, seen_at desc limit 1`,
    [project],
  );
  const row = oneOrNone(rows);
  return row && toConversation(row);
}

export async function connectConversation(tx: Tx, conversationId: string, project: string): Promise<void> {
  await tx.query('update conversations set project = $2 where conversation_id = $1', [conversationId, project]);
}

/** The channel said that the bot is no longer there; nothing is sent until it is heard of again. */
export async function markConversationGone(tx: Tx, conversationId: string): Promise<void> {
  await tx.query(`update conversations set state = 'gone' where conversation_id = $1`, [conversationId]);
}
