import { renderReleaseCard } from '../../cards/release-card';
import { findHome } from '../../database/conversations';
import { readReleaseFacts } from '../../database/release-facts';
import { findReleaseConversation } from '../../database/releases';
import { releaseName } from '../../domain/ids';
import type { NotifyDependencies } from './dependencies';
import { showCard } from './show-card';

/** Draws a release's card from PostgreSQL as it is now, and shows it. */
export async function showRelease(deps: NotifyDependencies, number: number): Promise<'shown' | 'nowhere'> {
  const now = deps.now();
  const facts = await readReleaseFacts(deps.database, number, now);
  const card = renderReleaseCard({ ...facts, now, fullRecord: `history ${releaseName(number)}` });
  const asked = await findReleaseConversation(deps.database, number);
  const home = asked ?? (await findHome(deps.database, facts.release.project))?.conversationId;
  return showCard(deps, {
    subject: `release/${number}`,
    revision: facts.release.revision,
    card,
    conversationId: home,
  });
}
