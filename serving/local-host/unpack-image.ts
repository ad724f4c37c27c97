import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Digest } from '../../domain/digest';
import { StewardError, errorText } from '../../domain/errors';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { ifThere } from '../../formats/files/if-there';
import { temporaryPath } from '../../formats/files/temporary-files';
import { blobPath, blobSize, readBlob } from '../../formats/oci/blobs';
import { type Descriptor, imageManifestSchema, maximalDocument } from '../../formats/oci/documents';
import { mediaTypes } from '../../formats/oci/media-types';
import { unpackLayer } from '../../formats/oci/unpack-layer';
import { asWriteTo } from '../../formats/oci/write-errors';

/** A model beyond these is not for a laptop. */
const limits = { bytes: 8 * 1024 ** 3, entries: 5_000 } as const;

/** Below the local host's own folder: finished images by digest, and work in progress. */
export function imagesOf(directory: string): { readonly finished: string; readonly unfinished: string } {
  return { finished: join(directory, 'images'), unfinished: join(directory, 'unfinished') };
}

/**
 * The folder with the image's model, unpacked once and kept by digest. The model is the image's last layer: that is what
 * appending means. Nothing is used before manifest and layer are checked against their digests. Throws
 * `image_blob_missing`, `image_blob_corrupt`, `image_layer_refused` or `store_cannot_write`.
 */
export async function unpackImage(directory: string, layout: string, image: Digest): Promise<string> {
  const { finished, unfinished } = imagesOf(directory);
  const folder = join(finished, image.slice('sha256:'.length));
  if ((await ifThere(stat(folder))) !== undefined) return folder;
  const layer = await findLayer(layout, image);
  return asWriteTo(directory, async () => {
    const draft = await temporaryPath(unfinished);
    try {
      await mkdir(draft);
      const answer = await unpackLayer(blobPath(layout, layer.digest), draft, limits);
      if ('refused' in answer) throw new StewardError('image_layer_refused', { image, why: answer.refused });
      if (answer.tar.digest !== layer.digest) throw new StewardError('image_blob_corrupt', { digest: layer.digest });
      await keep(draft, folder);
      return folder;
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
}

/** Removes unpacked images that nobody needs any more, each in one step, so that no half of one is ever found. */
export async function keepImages(directory: string, needed: readonly Digest[]): Promise<void> {
  const { finished, unfinished } = imagesOf(directory);
  await mkdir(finished, { recursive: true });
  for (const name of await readdir(finished)) {
    if (needed.some((image) => image === `sha256:${name}`)) continue;
    const away = await temporaryPath(unfinished);
    await rename(join(finished, name), away);
    await rm(away, { recursive: true, force: true });
  }
}

async function findLayer(layout: string, image: Digest): Promise<Descriptor> {
  const layer = await readLastLayer(layout, image);
  if (layer?.mediaType !== mediaTypes.layer)
    throw new StewardError('image_layer_refused', { image, why: 'its last layer is not a plain tar' });
  if ((await blobSize(layout, layer.digest)) === undefined)
    throw new StewardError('image_blob_missing', { digest: layer.digest });
  return layer;
}

async function readLastLayer(layout: string, image: Digest): Promise<Descriptor | undefined> {
  const bytes = await readBlob(layout, image, maximalDocument);
  try {
    return imageManifestSchema.parse(JSON.parse(bytes.toString('utf8'))).layers.at(-1);
  } catch (error) {
    const why = `its manifest cannot be read (${errorText(error).slice(0, 100)})`;
    throw new StewardError('image_layer_refused', { image, why }, { cause: error });
  }
}

/** Two deployments of one image may unpack it at once: the first one stays. */
async function keep(draft: string, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  try {
    await rename(draft, folder);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}
