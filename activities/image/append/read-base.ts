import { type Digest, isDigest } from '../../../domain/digest';
import { StewardError, errorText } from '../../../domain/errors';
import type { BaseImage } from '../../../domain/ports/builder';
import { blobSize, readBlob } from '../../../formats/oci/blobs';
import { imageConfigSchema, imageManifestSchema } from '../../../formats/oci/documents';
import { readIndex } from '../../../formats/oci/layout';
import { mediaTypes, tagAnnotation } from '../../../formats/oci/media-types';
import type { Base } from './describe-image';

/** Manifests and configs are some kilobytes; more is no image. */
const maximalDocument = 4 * 1024 * 1024;

/**
 * The base image out of the layout, by digest (`…@sha256:…`) or by tag; undefined for `scratch`. Throws
 * `image_base_missing` or `image_base_unusable`.
 */
export async function readBase(layout: string, base: BaseImage): Promise<Base | undefined> {
  if (base.kind === 'scratch') return undefined;
  const { reference } = base;
  const digest = await findBase(layout, reference);
  if (digest === undefined || (await blobSize(layout, digest)) === undefined)
    throw new StewardError('image_base_missing', { reference });
  const manifest = await readDocument(layout, digest, reference, imageManifestSchema);
  if (manifest.mediaType !== mediaTypes.manifest)
    throw new StewardError('image_base_unusable', {
      reference,
      why: `it is a ${manifest.mediaType ?? 'thing of no type'}`,
    });
  const config = await readDocument(layout, manifest.config.digest, reference, imageConfigSchema);
  for (const layer of manifest.layers)
    if ((await blobSize(layout, layer.digest)) !== layer.size)
      throw new StewardError('image_base_unusable', { reference, why: `its layer ${layer.digest} is not there` });
  return { digest, layers: manifest.layers, config };
}

async function findBase(layout: string, reference: string): Promise<Digest | undefined> {
  const digest = reference.slice(reference.lastIndexOf('@') + 1);
  if (isDigest(digest)) return digest;
  const { manifests } = await readIndex(layout);
  return manifests.find((entry) => entry.annotations?.[tagAnnotation] === reference)?.digest;
}

async function readDocument<T>(
  layout: string,
  digest: Digest,
  reference: string,
  schema: { parse(value: unknown): T },
): Promise<T> {
  const bytes = await readBlob(layout, digest, maximalDocument);
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    const why = `${digest} cannot be read (${errorText(error).slice(0, 100)})`;
    throw new StewardError('image_base_unusable', { reference, why }, { cause: error });
  }
}
