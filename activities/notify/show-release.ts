import { renderReleaseCard } from '../../cards/release-card';
import { findHome } from '../../database/conversations';
import { readReleaseFacts } from '../../database/release-facts';
import { findReleaseConversation, getRelease } from '../../database/releases';
import { releaseName } from '../../domain/ids';
import type { NotifyDependencies } from './dependencies';
import { showCard } from './show-card';

/** Draws a release's card from PostgreSQL as it is when it is sent, and shows it. */
export async function showRelease(deps: NotifyDependencies, number: number): Promise<'shown' | 'nowhere'> {
  const { project } = await getRelease(deps.database, number);
  const asked = await findReleaseConversation(deps.database, number);
  return showCard(deps, {
    subject: `release/${number}`,
    conversationId: asked ?? (await findHome(deps.database, project))?.conversationId,
    draw: async () => {
      const now = deps.now();
      const facts = await readReleaseFacts(deps.database, number, now);
      const card = renderReleaseCard({ ...facts, now, fullRecord: `history ${releaseName(number)}` });
      return { card, revision: facts.release.revision };
    },
  });
}
