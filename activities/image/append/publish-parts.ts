import { readFile } from 'node:fs/promises';
import { type Digest, shortDigest } from '../../../domain/digest';
import { StewardError, isStewardError } from '../../../domain/errors';
import type { PublishedImage } from '../../../domain/ports/builder';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { blobSize, checkBlob, putBlobFile, readBlob } from '../../../formats/oci/blobs';
import { type Descriptor, type ImageManifest, imageManifestSchema } from '../../../formats/oci/documents';
import { changeIndex, readIndex } from '../../../formats/oci/layout';
import { mediaTypes, tagAnnotation } from '../../../formats/oci/media-types';
import { type Places, discardParts, partsOf } from './parts';

const maximalManifest = 4 * 1024 * 1024;

/**
 * Copies the parts into the layout (manifest last), lists the image under its tag, reads everything back and only then
 * forgets the parts: whatever is cut off, doing it again finishes it.
 */
export async function publishParts(places: Places, digest: Digest, label: string): Promise<PublishedImage> {
  await copyParts(places, digest);
  const size = (await checkImage(places.layout, digest)).size;
  const tag = tagOf(label, digest);
  await listImage(places.layout, {
    mediaType: mediaTypes.manifest,
    digest,
    size,
    annotations: { [tagAnnotation]: tag },
  });
  const { manifests } = await readIndex(places.layout);
  if (!manifests.some((entry) => entry.digest === digest && tagIn(entry) === tag))
    throw new StewardError('layout_invalid', { directory: places.layout, why: `it lost the entry of ${tag}` });
  await discardParts(places.work, digest);
  return published(places.layout, digest, tag);
}

/** Undefined unless the index lists the image and its manifest is there. */
export async function findPublished(layout: string, digest: Digest): Promise<PublishedImage | undefined> {
  const { manifests } = await readIndex(layout);
  const tag = manifests
    .filter((entry) => entry.digest === digest)
    .map(tagIn)
    .find((found) => found !== undefined);
  if (tag === undefined || (await blobSize(layout, digest)) === undefined) return undefined;
  return published(layout, digest, tag);
}

function published(layout: string, digest: Digest, tag: string): PublishedImage {
  return { digest, tag, reference: `oci:${layout}@${digest}` };
}

/** `v4-<12 hex of the image digest>`; labels of other registries may hold characters that a tag may not. */
function tagOf(label: string, digest: Digest): string {
  const word = label
    .replace(/[^A-Za-z0-9_.-]/g, '-')
    .replace(/^[.-]/, '_')
    .slice(0, 100);
  return `${word}-${shortDigest(digest)}`;
}

function tagIn(entry: Descriptor): string | undefined {
  return entry.annotations?.[tagAnnotation];
}

async function copyParts({ layout, work }: Places, digest: Digest): Promise<void> {
  const parts = partsOf(work, digest);
  try {
    const { config, layers } = parseManifest(digest, await readFile(parts.manifest));
    const own = layers.at(-1);
    if (own !== undefined) await putBlobFile(layout, parts.layer, own.digest);
    await putBlobFile(layout, parts.config, config.digest);
    await putBlobFile(layout, parts.manifest, digest);
  } catch (error) {
    const damaged = isStewardError(error) && error.code === 'store_digest_mismatch';
    if (!damaged && !hasErrorCode(error, 'ENOENT')) throw error;
    if (damaged) await discardParts(work, digest);
    // Somebody else may have published meanwhile, and taken the parts away after that.
    if ((await blobSize(layout, digest)) === undefined) throw new StewardError('image_not_built', { digest });
  }
}

/** Reads the image's blobs back, each against its digest. */
async function checkImage(layout: string, digest: Digest): Promise<{ readonly size: number }> {
  const bytes = await readBlob(layout, digest, maximalManifest);
  const { config, layers } = parseManifest(digest, bytes);
  for (const part of [config, ...layers]) await checkBlob(layout, part.digest);
  return { size: bytes.byteLength };
}

async function listImage(layout: string, image: Descriptor): Promise<void> {
  await changeIndex(layout, (index) => {
    const same = index.manifests.find((entry) => tagIn(entry) === tagIn(image));
    if (same === undefined) return { ...index, manifests: [...index.manifests, image] };
    if (same.digest === image.digest) return index;
    throw new StewardError('image_tag_taken', { tag: tagIn(image) ?? '', digest: same.digest });
  });
}

function parseManifest(digest: Digest, bytes: Buffer): ImageManifest {
  try {
    return imageManifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new StewardError('store_digest_mismatch', { expected: digest, actual: 'unreadable' }, { cause: error });
  }
}
