import { renderRetrainingMilestoneCard } from '../../cards/retraining-milestone-card';
import { readRetrainingFacts } from '../../database/retraining-facts';
import { retrainingName } from '../../domain/ids';
import { isRetrainingOpen } from '../../domain/retraining/retraining';
import type { NotifyDependencies } from './dependencies';
import { replyOnce } from './reply-once';

/** Replies below the card of a retraining that has ended, once: who asked for it is notified by it. */
export async function tellRetraining(deps: NotifyDependencies, number: number): Promise<void> {
  const facts = await readRetrainingFacts(deps.database, number);
  if (isRetrainingOpen(facts.retraining.state)) return;
  const view = { ...facts, fullRecord: `retraining ${retrainingName(number)}` };
  await replyOnce(deps, `retraining/${number}`, {
    subject: `retraining/${number}/ended`,
    revision: facts.retraining.revision,
    draw: () => renderRetrainingMilestoneCard(view, facts.callees),
  });
}
