import { beginStep, finishStep } from '../../database/advance-release';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { PublishedImage } from '../../domain/ports/builder';
import type { Release } from '../../domain/release/release';
import { publishMade } from '../image/publish-made';
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

function publish(deps: ReleaseDependencies, release: Release): Promise<PublishedImage> {
  const { digest } = requireImage(release);
  return publishMade(deps.builder, { digest, project: release.project, label: release.version }, async () => {
    const built = await makeImage(deps, release, await readSubject(deps, release));
    if (built.digest !== digest)
      throw new StewardError('subject_changed', { what: 'image', release: releaseName(release.number) });
  });
}
