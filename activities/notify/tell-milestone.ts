import { milestoneOf, renderMilestoneCard } from '../../cards/milestone-card';
import { readReleaseFacts } from '../../database/release-facts';
import { releaseName } from '../../domain/ids';
import type { NotifyDependencies } from './dependencies';
import { replyOnce } from './reply-once';

/** Replies below the release's card at a milestone, once: those who must act are notified by it. */
export async function tellMilestone(deps: NotifyDependencies, number: number): Promise<void> {
  const now = deps.now();
  const facts = await readReleaseFacts(deps.database, number, now);
  const view = { ...facts, now, fullRecord: `history ${releaseName(number)}` };
  const milestone = milestoneOf(view);
  if (!milestone) return;
  await replyOnce(deps, `release/${number}`, {
    subject: `release/${number}/${milestone}/${facts.release.attempt}`,
    revision: facts.release.revision,
    draw: () => renderMilestoneCard(view, milestone),
  });
}
