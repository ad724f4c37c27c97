import { beginStep, finishStep } from '../../database/advance-release';
import { isStewardError, StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { PublishedImage } from '../../domain/ports/builder';
import type { Release } from '../../domain/release/release';
import { makeImage } from './build-image';
import { carryOutEffect } from './carry-out-effect';
import type { ReleaseDependencies, ReleaseKey } from './dependencies';
import { requireImage } from './plan-target';
import { readSubject } from './read-subject';

/** Push: publishes the approved image by digest and reads the digest back. */
export async function pushImage(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await deps.database.transaction((tx) => beginStep(tx, number, 'push', deps.now()));
  const { digest } = requireImage(release);
  const published = await carryOutEffect(deps, release, {
    name: 'push',
    intended: { image: digest },
    act: () => publish(deps, release),
    observed: (image) => ({ image: image.digest, tag: image.tag }),
  });
  if (published.digest !== digest)
    throw new StewardError('subject_changed', { what: 'image', release: releaseName(number) });
  const detail = `published and read back as ${published.tag}`;
  await deps.database.transaction((tx) => finishStep(tx, number, 'push', { at: deps.now(), detail }));
}

/** The parts that Build kept aside may be gone (another machine, a cleaned disk): then they are made again. */
async function publish(deps: ReleaseDependencies, release: Release): Promise<PublishedImage> {
  const { digest } = requireImage(release);
  try {
    return await deps.builder.publish(digest, release.project, release.version);
  } catch (error) {
    if (!isStewardError(error) || error.code !== 'image_not_built') throw error;
    const built = await makeImage(deps, release, await readSubject(deps, release));
    if (built.digest !== digest)
      throw new StewardError('subject_changed', { what: 'image', release: releaseName(release.number) });
    return deps.builder.publish(digest, release.project, release.version);
  }
}
