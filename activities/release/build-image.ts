import path from 'node:path';
import { beginStep, finishStep } from '../../database/advance-release';
import { getRelease } from '../../database/releases';
import { listServings } from '../../database/servings';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { BaseImage, BuiltImage } from '../../domain/ports/builder';
import type { Release } from '../../domain/release/release';
import type { ReleaseDependencies, ReleaseKey, ReleaseSubject } from './dependencies';
import { baseRuleOf, readSubject } from './read-subject';

/**
 * Build: computes the image from package and base; its digest is known, nothing is published. A rollback takes the very
 * image that was verified there before, as long as it is kept.
 */
export async function buildImage(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await deps.database.transaction((tx) => beginStep(tx, number, 'build', deps.now()));
  const earlier = release.kind === 'rollback' ? await findServedImage(deps, release) : undefined;
  const image = earlier ?? (await computeImage(deps, release));
  const made = earlier ? 'the image that was verified here' : 'image';
  const detail = `${made} ${image.digest}, ${image.bytes} bytes on ${image.base}`;
  await deps.database.transaction((tx) =>
    finishStep(tx, number, 'build', { at: deps.now(), detail, change: { image } }),
  );
}

type Image = NonNullable<Release['image']>;

async function computeImage(deps: ReleaseDependencies, release: Release): Promise<Image> {
  const subject = await readSubject(deps, release);
  const built = await makeImage(deps, release, subject);
  if (release.kind === 'rollback') await requireVerifiedBefore(deps, release, built);
  // Kept with the image, so that a rollback starts it as it was started then, whatever the rules say by that time.
  const { server } = baseRuleOf(release, subject);
  return { digest: built.digest, bytes: built.bytes, base: baseText(built.base), ...(server && { server }) };
}

async function findServedImage(deps: ReleaseDependencies, release: Release): Promise<Image | undefined> {
  const served = await listServings(deps.database, release.project, release.environment);
  const last = served.findLast((earlier) => earlier.packageDigest === release.packageDigest);
  if (!last) return undefined;
  const { image, version } = await getRelease(deps.database, last.release);
  return (await deps.builder.published(last.imageDigest, release.project, version)) ? image : undefined;
}

/** The same package on the same base gives the same digest, so making it again after a lost work area is harmless. */
export function makeImage(
  deps: ReleaseDependencies,
  release: Release,
  { project, version }: ReleaseSubject,
): Promise<BuiltImage> {
  const { base } = baseRuleOf(release, { project, version });
  return deps.withWorkDirectory(async (directory) => {
    const packagePath = path.join(directory, 'package.zip');
    await deps.registry.fetchPackage(release.project, release.version, packagePath);
    return deps.builder.build({
      project: release.project,
      label: release.version,
      manifest: version.manifest,
      packagePath,
      base,
    });
  });
}

async function requireVerifiedBefore(deps: ReleaseDependencies, release: Release, built: BuiltImage): Promise<void> {
  const served = await listServings(deps.database, release.project, release.environment);
  if (served.some((earlier) => earlier.imageDigest === built.digest)) return;
  throw new StewardError('subject_changed', { what: 'image', release: releaseName(release.number) });
}

function baseText(base: BaseImage): string {
  return base.kind === 'scratch' ? 'scratch' : base.reference;
}
