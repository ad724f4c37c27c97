import type { Digest } from '../../domain/digest';
import { hashBytes } from '../../formats/hash';
import { describeArtifact } from '../../formats/oci/artifact';
import { type Descriptor, maximalDocument } from '../../formats/oci/documents';
import { documentText } from '../../formats/oci/layout';
import { mediaTypes } from '../../formats/oci/media-types';
import type { RegistryClient } from '../../formats/oci/registry/create-registry-client';
import type { ManifestDocument } from '../../formats/oci/registry/manifests';
import type { Repository } from '../../formats/oci/registry/parse-reference';
import type { BlobSource } from '../../formats/oci/registry/upload-blob';
import { putEmptyConfig } from '../store/registry/put-empty-config';
import { readManifest } from './parts';
import { readPackageLabel } from './read-package-label';

/** What an artifact consists of. */
export interface Attachment {
  readonly descriptor: Descriptor;
  readonly open: BlobSource['open'];
  /** Where the registry has it already, so that nothing need be sent. */
  readonly from?: Repository;
}

/**
 * Where a registry lists what refers to an image, attaches to it what is known of the package that it was made of, as an
 * artifact of a type of its own. Nothing depends on it. One that is there stays, so repeating it changes nothing.
 */
export async function attachArtifact(
  client: RegistryClient,
  at: Repository,
  image: ManifestDocument,
  artifactType: string,
  find: (madeOf: Digest) => Promise<Attachment | undefined>,
): Promise<void> {
  const attached = await client.listReferrers(at, image.digest, artifactType);
  if (attached === undefined || attached.length > 0) return;
  const madeOf = await packageOf(client, at, image);
  const found = madeOf && (await find(madeOf));
  if (found === undefined) return;
  const { descriptor, open, from } = found;
  const { digest, size } = descriptor;
  await client.uploadBlob(at, { digest, size, open }, from ? { mountFrom: from } : {});
  const subject = { mediaType: image.mediaType, digest: image.digest, size: image.bytes.byteLength };
  const config = await putEmptyConfig(client, at);
  const bytes = Buffer.from(documentText(describeArtifact(artifactType, descriptor, config, { subject })));
  const manifest = { digest: hashBytes(bytes), bytes, mediaType: mediaTypes.manifest };
  await client.putManifest(at, manifest.digest, manifest);
}

async function packageOf(client: RegistryClient, at: Repository, image: ManifestDocument): Promise<Digest | undefined> {
  const { config } = readManifest(image.digest, image.bytes);
  const bytes = await client.readBlob(at, config, maximalDocument);
  return bytes && readPackageLabel(bytes);
}
