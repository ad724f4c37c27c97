import { milestoneOf, renderMilestoneCard } from '../../cards/milestone-card';
import { lockCard, notePosted, notePosting } from '../../database/cards';
import { findConversation } from '../../database/conversations';
import { readReleaseFacts } from '../../database/release-facts';
import { releaseName } from '../../domain/ids';
import { hashJson } from '../../formats/hash';
import type { NotifyDependencies } from './dependencies';

/** Replies below the release's card at a milestone, once: those who must act are notified by it. */
export async function tellMilestone(deps: NotifyDependencies, number: number): Promise<void> {
  const now = deps.now();
  const facts = await readReleaseFacts(deps.database, number, now);
  const view = { ...facts, now, fullRecord: `history ${releaseName(number)}` };
  const milestone = milestoneOf(view);
  if (!milestone) return;
  const main = await lockCard(deps.database, `release/${number}`);
  const conversation = main?.activityId ? await findConversation(deps.database, main.conversationId) : undefined;
  if (!main?.activityId || !conversation || conversation.state === 'gone') return;
  const subject = `release/${number}/${milestone}/${facts.release.attempt}`;
  await deps.database.transaction(async (guard) => {
    await guard.query('select pg_advisory_xact_lock(hashtext($1))', [`card/${subject}`]);
    if ((await lockCard(deps.database, subject))?.activityId) return;
    const card = renderMilestoneCard(view, milestone);
    await notePosting(deps.database, subject, conversation.conversationId, now);
    const activityId = await deps.chat.post(conversation, { kind: 'card', card }, main.activityId);
    const hash = hashJson(card.json);
    await notePosted(deps.database, { subject, activityId, revision: facts.release.revision, hash, at: deps.now() });
  });
}
