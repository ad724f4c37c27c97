import type { Digest } from '../../domain/digest';
import { StewardError, errorText } from '../../domain/errors';
import type { BaseImage } from '../../domain/ports/builder';
import {
  type Descriptor,
  imageConfigSchema,
  imageIndexSchema,
  imageManifestSchema,
  maximalDocument,
} from '../../formats/oci/documents';
import { mediaTypes } from '../../formats/oci/media-types';
import { type Base, platform } from './describe-image';
import type { BaseDocument, BaseSource, ImagePlace } from './place';

const lists: readonly string[] = [mediaTypes.index, mediaTypes.dockerList];
const families: Readonly<Record<string, Base['family']>> = {
  [mediaTypes.manifest]: 'oci',
  [mediaTypes.dockerManifest]: 'docker',
};
const wanted = `${platform.os}/${platform.architecture}`;

/**
 * The base image by digest or by tag; of a list of images the one for linux/amd64; undefined for `scratch`. Throws
 * `image_base_missing`, `image_base_unusable`, `image_base_outdated` or `image_base_platform`, and what the place throws.
 */
export async function readBase(place: ImagePlace, base: BaseImage): Promise<Base | undefined> {
  if (base.kind === 'scratch') return undefined;
  const { reference } = base;
  const source = place.openBase(reference);
  const { digest, bytes, type } = await findImage(source, reference);
  const family = families[type];
  if (family === undefined)
    throw new StewardError('image_base_unusable', { reference, why: `it is a ${type || 'thing of no type'}` });
  const manifest = parse(bytes, digest, reference, imageManifestSchema);
  const config = await readConfig(source, manifest.config, reference);
  requirePlatform(reference, [config]);
  for (const layer of manifest.layers)
    if ((await source.blobSize(layer.digest)) !== layer.size)
      throw new StewardError('image_base_unusable', { reference, why: `its layer ${layer.digest} is not there` });
  const { repository } = source;
  return { digest, family, layers: manifest.layers, config, ...(repository !== undefined && { repository }) };
}

interface TypedDocument extends BaseDocument {
  readonly type: string;
}

async function findImage(source: BaseSource, reference: string): Promise<TypedDocument> {
  const found = typed(await source.document());
  if (found === undefined) throw new StewardError('image_base_missing', { reference });
  if (found.type === mediaTypes.dockerSchema1) throw new StewardError('image_base_outdated', { reference });
  if (!lists.includes(found.type)) return found;
  const { manifests } = parse(found.bytes, found.digest, reference, imageIndexSchema);
  const images = manifests.flatMap(({ digest, platform: named }) =>
    named === undefined ? [] : [{ digest, ...named }],
  );
  const chosen = requirePlatform(reference, images);
  const image = typed(await source.document(chosen.digest));
  if (image !== undefined && image.digest === chosen.digest) return image;
  throw new StewardError('image_base_unusable', { reference, why: `its image ${chosen.digest} is not there` });
}

/**
 * A document says itself what it is; an index need not (OCI image specification 1.1), and then whoever keeps it says it, or
 * its content. Schema 1 is known by its version alone.
 */
function typed(document: BaseDocument | undefined): TypedDocument | undefined {
  if (document === undefined) return undefined;
  const { schemaVersion, mediaType, manifests } = start(document.bytes);
  if (schemaVersion === 1) return { ...document, type: mediaTypes.dockerSchema1 };
  if (typeof mediaType === 'string') return { ...document, type: mediaType };
  const type = document.mediaType ?? (Array.isArray(manifests) ? mediaTypes.index : '');
  return { ...document, type };
}

function start(bytes: Buffer): { schemaVersion?: unknown; mediaType?: unknown; manifests?: unknown } {
  try {
    return (JSON.parse(bytes.toString('utf8')) ?? {}) as object;
  } catch {
    return {};
  }
}

async function readConfig(source: BaseSource, config: Descriptor, reference: string) {
  const { digest } = config;
  const bytes = await source.blob(config, maximalDocument);
  if (bytes !== undefined) return parse(bytes, digest, reference, imageConfigSchema);
  throw new StewardError('image_base_unusable', { reference, why: `its config ${digest} is not there` });
}

/** The first that is for our platform. */
function requirePlatform<T extends { readonly os?: string; readonly architecture?: string }>(
  reference: string,
  images: readonly T[],
): T {
  const fitting = images.find((image) => platformText(image) === wanted);
  if (fitting !== undefined) return fitting;
  const found = images.map(platformText).slice(0, 10);
  throw new StewardError('image_base_platform', {
    reference,
    platform: wanted,
    found: found.join(', ') || 'no platform at all',
  });
}

function parse<T>(bytes: Buffer, digest: Digest, reference: string, schema: { parse(value: unknown): T }): T {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    const why = `${digest} cannot be read (${errorText(error).slice(0, 100)})`;
    throw new StewardError('image_base_unusable', { reference, why }, { cause: error });
  }
}

function platformText({ os = 'unknown', architecture = 'unknown' }: { os?: string; architecture?: string }): string {
  return `${os}/${architecture}`;
}
