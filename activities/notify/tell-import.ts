import { renderOutcomesCard } from '../../cards/outcomes-card';
import { findHome } from '../../database/conversations';
import { readOutcomeFacts } from '../../database/outcome-facts';
import { getImport, noteTold } from '../../database/outcome-imports';
import type { NotifyDependencies } from './dependencies';
import { showCard } from './show-card';

/** Tells the project's home of an import of outcomes, once. Without a home it stays untold: the sweep comes back to it. */
export async function tellImport(deps: NotifyDependencies, id: number): Promise<'shown' | 'nowhere'> {
  const { project, toldAt } = await getImport(deps.database, id);
  if (toldAt !== undefined) return 'shown';
  const shown = await showCard(deps, {
    subject: `outcomes/${id}`,
    conversationId: (await findHome(deps.database, project))?.conversationId,
    draw: async () => ({ card: renderOutcomesCard(await readOutcomeFacts(deps.database, id)), revision: 1 }),
  });
  if (shown === 'shown') await noteTold(deps.database, id, deps.now());
  return shown;
}
