import { renderDecidedCard } from '../../cards/decided-card';
import { milestoneOf, renderMilestoneCard } from '../../cards/milestone-card';
import { readReleaseFacts } from '../../database/release-facts';
import { releaseName } from '../../domain/ids';
import type { NotifyDependencies } from './dependencies';
import { editReply } from './edit-reply';
import { replyOnce } from './reply-once';

/**
 * Replies below the release's card at a milestone, once: those who must act are notified by it. A reply that asked for
 * decisions is edited when one was made: it calls those who are left, or says what became of it.
 */
export async function tellMilestone(deps: NotifyDependencies, number: number): Promise<void> {
  const now = deps.now();
  const facts = await readReleaseFacts(deps.database, number, now);
  const view = { ...facts, now, fullRecord: `history ${releaseName(number)}` };
  const milestone = milestoneOf(view);
  const { attempt, revision } = facts.release;
  if (milestone)
    await replyOnce(deps, `release/${number}`, {
      subject: `release/${number}/${milestone}/${attempt}`,
      revision,
      draw: () => renderMilestoneCard(view, milestone),
    });
  await editReply(deps, {
    subject: `release/${number}/asked/${attempt}`,
    revision,
    draw: () => (milestone === 'asked' ? renderMilestoneCard(view, milestone) : renderDecidedCard(view)),
  });
  if (milestone === 'asked')
    await editReply(deps, {
      subject: `release/${number}/asked/${attempt - 1}`,
      revision,
      draw: () => renderDecidedCard(view),
    });
}
