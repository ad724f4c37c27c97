import { forgetCard, lockCard, notePosted } from '../../database/cards';
import { findConversation } from '../../database/conversations';
import { isStewardError } from '../../domain/errors';
import { hashJson } from '../../formats/hash';
import type { NotifyDependencies } from './dependencies';
import type { OnceOnly } from './reply-once';

/** Edits a reply that was said, in place. Nothing where it never was, or is there no more: it is not said anew. */
export async function editReply(deps: NotifyDependencies, { subject, revision, draw }: OnceOnly): Promise<void> {
  await deps.database.transaction(async (guard) => {
    await guard.query(`set local idle_in_transaction_session_timeout = '110s'`);
    await guard.query('select pg_advisory_xact_lock(hashtext($1))', [`card/${subject}`]);
    const said = await lockCard(deps.database, subject);
    if (said?.activityId === undefined) return;
    const conversation = await findConversation(deps.database, said.conversationId);
    if (!conversation || conversation.state === 'gone') return;
    const card = await draw();
    const hash = hashJson(card.json);
    if (said.payloadHash === hash) return;
    try {
      await deps.chat.edit(conversation, said.activityId, { kind: 'card', card });
      await notePosted(deps.database, { subject, activityId: said.activityId, revision, hash, at: deps.now() });
    } catch (error) {
      if (!isStewardError(error) || error.code !== 'card_gone') throw error;
      await forgetCard(deps.database, subject);
    }
  });
}
