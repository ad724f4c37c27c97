import { findConversation, markConversationGone } from '../../database/conversations';
import { forgetCard, keepCardPayload, lockCard, notePosted, notePosting } from '../../database/cards';
import { isStewardError } from '../../domain/errors';
import type { Card, ConversationRef } from '../../domain/ports/chat';
import { hashJson } from '../../formats/hash';
import type { NotifyDependencies } from './dependencies';

export interface CardToShow {
  /** What the card is about: there is one live card a subject. */
  readonly subject: string;
  /** Where a first card goes; one that is there is edited where it is. */
  readonly conversationId: string | undefined;
  /** Draws it as things are now: called at its turn, so that what waited for another send is not old when it is sent. */
  readonly draw: () => Promise<DrawnCard>;
}

export interface DrawnCard {
  readonly card: Card;
  /** Of what it was drawn from; a card of a lower one never replaces a newer one. */
  readonly revision: number;
}

/**
 * Shows a subject's one card: edits it in place, or posts it if there is none. One process at a time does this for a
 * subject. The exact payload is kept before it is sent. If a kill falls between the channel's acceptance and our note of
 * it, a second card appears: it acts on the same subject and is adopted.
 */
export async function showCard(deps: NotifyDependencies, shown: CardToShow): Promise<'shown' | 'nowhere'> {
  return deps.database.transaction(async (guard) => {
    // A patient send takes longer than a transaction may usually idle.
    await guard.query(`set local idle_in_transaction_session_timeout = '110s'`);
    await guard.query('select pg_advisory_xact_lock(hashtext($1))', [`card/${shown.subject}`]);
    const live = await lockCard(deps.database, shown.subject);
    const conversationId = live?.conversationId ?? shown.conversationId;
    const conversation = conversationId ? await findConversation(deps.database, conversationId) : undefined;
    if (!conversation || conversation.state === 'gone') return 'nowhere';
    const { card, revision } = await shown.draw();
    const hash = hashJson(card.json);
    if (live?.activityId && (live.payloadHash === hash || live.revision > revision)) return 'shown';
    const kept = { subject: shown.subject, revision, hash, card, at: deps.now() };
    await keepCardPayload(deps.database, kept);
    try {
      const activityId = await send(deps, conversation, live?.activityId, kept);
      await notePosted(deps.database, { ...kept, activityId });
      return 'shown';
    } catch (error) {
      if (isStewardError(error) && error.code === 'channel_gone')
        await markConversationGone(deps.database, conversation.conversationId);
      throw error;
    }
  });
}

async function send(
  deps: NotifyDependencies,
  conversation: ConversationRef,
  activityId: string | undefined,
  shown: { readonly subject: string; readonly card: Card },
): Promise<string> {
  const message = { kind: 'card', card: shown.card } as const;
  if (activityId !== undefined) {
    try {
      await deps.chat.edit(conversation, activityId, message);
      return activityId;
    } catch (error) {
      if (!isStewardError(error) || error.code !== 'card_gone') throw error;
      await forgetCard(deps.database, shown.subject);
    }
  }
  await notePosting(deps.database, shown.subject, conversation.conversationId, deps.now());
  return deps.chat.post(conversation, message);
}
