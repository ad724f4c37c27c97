import { getRelease } from '../../database/releases';
import type { ReleaseDependencies, ReleaseKey } from './dependencies';

/**
 * Forgets the image parts that Build kept aside for a release that ended without serving. If another release, or a retry,
 * needs the same ones, it makes them again: the digest will be the same.
 */
export async function discardBuild(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await getRelease(deps.database, number);
  if (release.image && release.state !== 'serving') await deps.builder.discard(release.image.digest);
}
