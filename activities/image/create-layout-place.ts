import { resolve } from 'node:path';
import { type Digest, isDigest } from '../../domain/digest';
import { StewardError, isStewardError } from '../../domain/errors';
import type { LostPart } from '../../domain/ports/builder';
import { blobSize, checkBlob, putBlobFile, readBlob } from '../../formats/oci/blobs';
import { type Descriptor, maximalDocument } from '../../formats/oci/documents';
import { changeIndex, readIndex } from '../../formats/oci/layout';
import { mediaTypes, tagAnnotation } from '../../formats/oci/media-types';
import { readManifest } from './parts';
import { partsLost } from './parts-lost';
import type { BaseSource, ImageName, ImageParts, ImagePlace } from './place';

/** Images in an OCI image layout folder: all of it is on this machine. */
export function createLayoutPlace({ directory }: { readonly directory: string }): ImagePlace {
  const layout = resolve(directory);
  return {
    openBase: (reference) => openBase(layout, reference),
    publish: (name, parts) => publish(layout, name, parts),
    lost: (name) => findLost(layout, name),
    find: (name) => find(layout, name),
  };
}

function openBase(layout: string, reference: string): BaseSource {
  const read = async (digest: Digest, limit: number) =>
    (await blobSize(layout, digest)) === undefined ? undefined : readBlob(layout, digest, limit);
  return {
    async document(child) {
      const digest = child ?? (await findBase(layout, reference));
      const bytes = digest && (await read(digest, maximalDocument));
      return digest && bytes && { digest, bytes };
    },
    blob: ({ digest }, limit) => read(digest, limit),
    blobSize: (digest) => blobSize(layout, digest),
  };
}

async function findBase(layout: string, reference: string): Promise<Digest | undefined> {
  const digest = reference.slice(reference.lastIndexOf('@') + 1);
  if (isDigest(digest)) return digest;
  const { manifests } = await readIndex(layout);
  return manifests.find((entry) => tagIn(entry) === reference)?.digest;
}

async function publish(layout: string, name: ImageName, parts: ImageParts | undefined): Promise<string | undefined> {
  const { digest, tag } = name;
  if (parts !== undefined) await copyParts(layout, parts);
  // Whoever took the parts away may have published the image under another tag.
  else if ((await lostParts(layout, digest)).length > 0) return undefined;
  const { size, mediaType } = await checkImage(layout, digest);
  await listImage(layout, { mediaType, digest, size, annotations: { [tagAnnotation]: tag } });
  const found = await find(layout, name);
  if (found !== undefined) return found;
  throw new StewardError('layout_invalid', { directory: layout, why: `it lost the entry of ${tag}` });
}

/** Undefined unless the index lists the image and all of it is there. */
async function find(layout: string, name: ImageName): Promise<string | undefined> {
  return (await findLost(layout, name)).length === 0 ? `oci:${layout}@${name.digest}` : undefined;
}

async function findLost(layout: string, { digest, tag }: ImageName): Promise<readonly LostPart[]> {
  const { manifests } = await readIndex(layout);
  const listed = manifests.some((entry) => entry.digest === digest && tagIn(entry) === tag);
  return [...(listed ? [] : [{ part: 'tag', digest } as const]), ...(await lostParts(layout, digest))];
}

async function lostParts(layout: string, digest: Digest): Promise<readonly LostPart[]> {
  const bytes = await readBlob(layout, digest, maximalDocument).catch((error: unknown) => {
    if (isStewardError(error) && ['image_blob_missing', 'image_blob_corrupt'].includes(error.code)) return undefined;
    throw error;
  });
  return partsLost(digest, bytes, (blob) => blobSize(layout, blob));
}

async function copyParts(layout: string, parts: ImageParts): Promise<void> {
  const { config, layers } = parts.manifest;
  const own = layers.at(-1);
  if (own !== undefined) await putBlobFile(layout, parts.layerPath, own.digest);
  await putBlobFile(layout, parts.configPath, config.digest);
  await putBlobFile(layout, parts.manifestPath, parts.digest);
}

/** Reads the image's blobs back, each against its digest. */
async function checkImage(layout: string, digest: Digest) {
  const bytes = await readBlob(layout, digest, maximalDocument);
  const { config, layers, mediaType = mediaTypes.manifest } = readManifest(digest, bytes);
  for (const part of [config, ...layers]) await checkBlob(layout, part.digest);
  return { size: bytes.byteLength, mediaType };
}

async function listImage(layout: string, image: Descriptor): Promise<void> {
  await changeIndex(layout, (index) => {
    const same = index.manifests.find((entry) => tagIn(entry) === tagIn(image));
    if (same === undefined) return { ...index, manifests: [...index.manifests, image] };
    if (same.digest === image.digest) return index;
    throw new StewardError('image_tag_taken', { tag: tagIn(image) ?? '', digest: same.digest });
  });
}

function tagIn(entry: Descriptor): string | undefined {
  return entry.annotations?.[tagAnnotation];
}
