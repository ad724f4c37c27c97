import { type Digest, shortDigest } from '../../domain/digest';
import { StewardError, isStewardError } from '../../domain/errors';
import type { ImageBuilder, PublishedImage } from '../../domain/ports/builder';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { asWriteTo } from '../../formats/oci/write-errors';
import { discardParts, readParts } from './parts';
import type { ImageName, ImagePlace } from './place';

/** What every builder does with parts that are kept. */
export function createPublisher(place: ImagePlace, work: string): Omit<ImageBuilder, 'build'> {
  return {
    publish: (digest, project, label) => publishParts(place, work, digest, project, label),
    published: (digest, project, label) => findPublished(place, digest, project, label),
    lost: (digest, project, label) => place.lost({ digest, project, tag: tagOf(label, digest) }),
    discard: (digest) => asWriteTo(work, () => discardParts(work, digest)),
  };
}

/** Publishes the parts and only then forgets them: whatever is cut off, doing it again finishes it. */
async function publishParts(
  place: ImagePlace,
  work: string,
  digest: Digest,
  project: string,
  label: string,
): Promise<PublishedImage> {
  const name = { digest, project, tag: tagOf(label, digest) };
  const reference = (await publishWhole(place, work, name)) ?? (await place.publish(name, undefined));
  if (reference === undefined) throw new StewardError('image_not_built', { digest });
  await discardParts(work, digest);
  return { digest, tag: name.tag, reference };
}

async function findPublished(
  place: ImagePlace,
  digest: Digest,
  project: string,
  label: string,
): Promise<PublishedImage | undefined> {
  const tag = tagOf(label, digest);
  const reference = await place.find({ digest, project, tag });
  return reference === undefined ? undefined : { digest, tag, reference };
}

/** Undefined when the parts are gone, which whoever published them meanwhile may have done, or damaged. */
async function publishWhole(place: ImagePlace, work: string, name: ImageName): Promise<string | undefined> {
  try {
    return await place.publish(name, await readParts(work, name.digest));
  } catch (error) {
    const damaged = isStewardError(error) && error.code === 'store_digest_mismatch';
    if (!damaged && !hasErrorCode(error, 'ENOENT')) throw error;
    if (damaged) await discardParts(work, name.digest);
    return undefined;
  }
}

/** `v4-<12 hex of the image digest>`; labels of other registries may hold characters that a tag may not. */
function tagOf(label: string, digest: Digest): string {
  const word = label
    .replace(/[^A-Za-z0-9_.-]/g, '-')
    .replace(/^[.-]/, '_')
    .slice(0, 100);
  return `${word}-${shortDigest(digest)}`;
}
