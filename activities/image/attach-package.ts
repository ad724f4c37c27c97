import { Readable } from 'node:stream';
import { type Digest, isDigest } from '../../domain/digest';
import { hashBytes } from '../../formats/hash';
import { imageConfigSchema } from '../../formats/oci/documents';
import { documentText } from '../../formats/oci/layout';
import { mediaTypes } from '../../formats/oci/media-types';
import { packageArtifact } from '../../formats/oci/package-artifact';
import type { RegistryClient } from '../../formats/oci/registry/create-registry-client';
import type { ManifestDocument } from '../../formats/oci/registry/manifests';
import type { Repository } from '../../formats/oci/registry/parse-reference';
import { putEmptyConfig } from '../store/registry/put-empty-config';
import { packageLabel } from './describe-image';
import { maximalManifest, readManifest } from './parts';

/**
 * Where a registry lists what refers to an image, the package that it was made of is attached to it as an artifact: who
 * finds the image finds what was registered. Nothing depends on it. Repeating it changes nothing.
 */
export async function attachPackage(
  client: RegistryClient,
  at: Repository,
  packages: Repository,
  image: ManifestDocument,
): Promise<void> {
  const attached = await client.listReferrers(at, image.digest, mediaTypes.package);
  if (attached === undefined || attached.length > 0) return;
  const digest = await packageOf(client, at, image);
  const size = digest && (await client.findBlob(packages, digest));
  if (digest === undefined || size === undefined) return;
  const archive = { digest, size };
  const open = (start: number) => Readable.from(client.streamBlob(packages, archive, start));
  await client.uploadBlob(at, { ...archive, open }, { mountFrom: packages });
  const subject = { mediaType: image.mediaType, digest: image.digest, size: image.bytes.byteLength };
  const bytes = Buffer.from(documentText(packageArtifact(archive, await putEmptyConfig(client, at), { subject })));
  const manifest = { digest: hashBytes(bytes), bytes, mediaType: mediaTypes.manifest };
  await client.putManifest(at, manifest.digest, manifest);
}

async function packageOf(client: RegistryClient, at: Repository, image: ManifestDocument): Promise<Digest | undefined> {
  const { config } = readManifest(image.digest, image.bytes);
  const bytes = await client.readBlob(at, config.digest, maximalManifest);
  const parsed = bytes && imageConfigSchema.safeParse(JSON.parse(bytes.toString('utf8')));
  const label = parsed?.data?.config?.Labels?.[packageLabel];
  return label !== undefined && isDigest(label) ? label : undefined;
}
