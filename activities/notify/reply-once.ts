import { lockCard, notePosted, notePosting } from '../../database/cards';
import { findConversation, markConversationGone } from '../../database/conversations';
import { isStewardError } from '../../domain/errors';
import type { Card, ConversationRef } from '../../domain/ports/chat';
import { hashJson } from '../../formats/hash';
import type { NotifyDependencies } from './dependencies';

export interface OnceOnly {
  /** What is said; said once for all time. */
  readonly subject: string;
  readonly revision: number;
  readonly draw: () => Card | Promise<Card>;
}

/** Replies below a subject's card, once: edits of a card notify nobody, replies do. Nothing where there is no card. */
export async function replyOnce(deps: NotifyDependencies, below: string, said: OnceOnly): Promise<void> {
  const main = await lockCard(deps.database, below);
  if (!main?.activityId) return;
  await postOnce(deps, { conversationId: main.conversationId, thread: main.activityId }, said);
}

/** Posts a message of its own, once. Nothing where the conversation is gone. */
export async function postOnce(
  deps: NotifyDependencies,
  place: { readonly conversationId: string; readonly thread?: string },
  { subject, revision, draw }: OnceOnly,
): Promise<void> {
  const conversation = await findConversation(deps.database, place.conversationId);
  if (!conversation || conversation.state === 'gone') return;
  await deps.database.transaction(async (guard) => {
    await guard.query(`set local idle_in_transaction_session_timeout = '110s'`);
    await guard.query('select pg_advisory_xact_lock(hashtext($1))', [`card/${subject}`]);
    if ((await lockCard(deps.database, subject))?.activityId) return;
    const card = await draw();
    await notePosting(deps.database, subject, conversation.conversationId, deps.now());
    const activityId = await post(deps, conversation, card, place.thread);
    await notePosted(deps.database, { subject, activityId, revision, hash: hashJson(card.json), at: deps.now() });
  });
}

async function post(
  deps: NotifyDependencies,
  conversation: ConversationRef,
  card: Card,
  thread: string | undefined,
): Promise<string> {
  try {
    return await deps.chat.post(conversation, { kind: 'card', card }, thread);
  } catch (error) {
    if (isStewardError(error) && error.code === 'channel_gone')
      await markConversationGone(deps.database, conversation.conversationId);
    throw error;
  }
}
