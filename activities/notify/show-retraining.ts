import { renderRetrainingCard } from '../../cards/retraining-card';
import { findHome } from '../../database/conversations';
import { readRetrainingFacts } from '../../database/retraining-facts';
import { retrainingName } from '../../domain/ids';
import type { NotifyDependencies } from './dependencies';
import { showCard } from './show-card';

/** Draws a retraining's card from PostgreSQL as it is when it is sent, and shows it where it was asked for. */
export async function showRetraining(deps: NotifyDependencies, number: number): Promise<'shown' | 'nowhere'> {
  const { conversationId, retraining } = await readRetrainingFacts(deps.database, number);
  return showCard(deps, {
    subject: `retraining/${number}`,
    conversationId: conversationId ?? (await findHome(deps.database, retraining.project))?.conversationId,
    draw: async () => {
      const facts = await readRetrainingFacts(deps.database, number);
      const card = renderRetrainingCard({ ...facts, fullRecord: `retraining ${retrainingName(number)}` });
      return { card, revision: facts.retraining.revision };
    },
  });
}
