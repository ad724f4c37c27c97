import type { Digest } from '../../domain/digest';
import type { StockItem } from '../../domain/stock/stock';
import type { Blob } from '../../formats/oci/blobs';
import { type ImageManifest, imageManifestSchema } from '../../formats/oci/documents';
import { mediaTypes } from '../../formats/oci/media-types';
import { parseJson } from '../../formats/oci/parse-json';
import { readPackageLabel } from '../image/read-package-label';

/** A manifest as it lies somewhere, under a name. */
export interface StockedManifest {
  readonly where: string;
  readonly name: string;
  readonly digest: Digest;
  readonly bytes: Buffer;
}

/** What a manifest is, by its own words and its config's: an image or a package of Steward's, or somebody else's. */
export async function describeStocked(
  { where, name, digest, bytes }: StockedManifest,
  readConfig: (config: Blob) => Promise<Buffer | undefined>,
): Promise<StockItem> {
  const own = { where, name, digest };
  const self = { digest, size: bytes.byteLength };
  const manifest = parseManifest(bytes);
  if (manifest === undefined) return { ...own, kind: 'foreign', blobs: [self] };
  const blobs = [
    self,
    ...[manifest.config, ...manifest.layers].map(({ digest: part, size }) => ({ digest: part, size })),
  ];
  const [archive] = manifest.layers;
  if (manifest.artifactType === mediaTypes.package && archive !== undefined)
    return { ...own, kind: 'package', blobs, package: archive.digest };
  const config = manifest.artifactType === undefined ? await readConfig(manifest.config) : undefined;
  const made = config && readPackageLabel(config);
  return made === undefined ? { ...own, kind: 'foreign', blobs } : { ...own, kind: 'image', blobs, package: made };
}

export function parseManifest(bytes: Buffer): ImageManifest | undefined {
  return imageManifestSchema.safeParse(parseJson(bytes)).data;
}
