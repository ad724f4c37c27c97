import { createReadStream } from 'node:fs';
import { dirname } from 'node:path';
import type { Digest } from '../../../domain/digest';
import { StewardError, errorText } from '../../../domain/errors';
import type { Store, StoredPackage } from '../../../domain/ports/store';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { hashBytes, hashFile } from '../../../formats/hash';
import type { Blob } from '../../../formats/oci/blobs';
import { type ImageManifest, imageManifestSchema } from '../../../formats/oci/documents';
import { documentText } from '../../../formats/oci/layout';
import { mediaTypes } from '../../../formats/oci/media-types';
import { packageArtifact } from '../../../formats/oci/package-artifact';
import type { RegistryClient } from '../../../formats/oci/registry/create-registry-client';
import type { Repository } from '../../../formats/oci/registry/parse-reference';
import { asWriteTo } from '../../../formats/oci/write-errors';
import { packagesRepository } from './packages-repository';
import { putEmptyConfig } from './put-empty-config';

export interface RegistryStoreDeps {
  readonly client: RegistryClient;
  readonly host: string;
  /** The path below which the repository of packages is; empty for none. */
  readonly prefix: string;
}

/**
 * Packages as OCI artifacts in one repository of a registry. A registry has no index to look in: a package is found by
 * a tag that is made of its digest. Of two first puts of the same bytes at the very same moment the annotations of
 * either stay, since registries cannot put "unless it is there".
 */
export function createRegistryStore({ client, host, prefix }: RegistryStoreDeps): Store {
  const at = packagesRepository(host, prefix);
  return {
    putPackage: (path, expected, annotations) => putPackage(client, at, path, expected, annotations),
    hasPackage: async (digest) => (await findPackage(client, at, digest)) !== undefined,
    fetchPackage: (digest, toPath) => fetchPackage(client, at, digest, toPath),
  };
}

async function putPackage(
  client: RegistryClient,
  at: Repository,
  path: string,
  expected: Digest,
  annotations: Readonly<Record<string, string>>,
): Promise<StoredPackage> {
  const { digest, bytes } = await hashFile(path);
  if (digest !== expected) throw new StewardError('store_digest_mismatch', { expected, actual: digest });
  const archive = { digest, size: bytes };
  if ((await findPackage(client, at, digest)) !== undefined) return { digest, bytes };
  // A file that changes from now on is refused by the registry, which compares what arrives with the digest.
  await client.uploadBlob(at, { ...archive, open: (start) => createReadStream(path, { start }) }, {});
  const config = await putEmptyConfig(client, at);
  // Its own bytes may have been lost while its manifest stayed: then the first annotations stay as well.
  if ((await findManifest(client, at, digest)) === undefined) {
    const document = Buffer.from(documentText(packageArtifact(archive, config, { annotations: { ...annotations } })));
    const manifest = { digest: hashBytes(document), bytes: document, mediaType: mediaTypes.manifest };
    await client.putManifest(at, tagOf(digest), manifest);
  }
  if ((await findPackage(client, at, digest)) !== undefined) return { digest, bytes };
  const what = `keep the package ${digest}`;
  throw new StewardError('image_registry_unclear', { host: at.host, what, why: 'it is not there afterwards' });
}

async function fetchPackage(client: RegistryClient, at: Repository, digest: Digest, toPath: string): Promise<void> {
  const blob = await findPackage(client, at, digest);
  if (blob === undefined) throw new StewardError('store_missing', { digest });
  try {
    await asWriteTo(dirname(toPath), () => client.fetchBlob(at, blob, toPath));
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
    throw new StewardError('store_path_taken', { path: toPath }, { cause: error });
  }
}

/** The archive of a package whose manifest and whose bytes are there. */
async function findPackage(client: RegistryClient, at: Repository, digest: Digest): Promise<Blob | undefined> {
  if ((await findManifest(client, at, digest)) === undefined) return undefined;
  const size = await client.findBlob(at, digest);
  return size === undefined ? undefined : { digest, size };
}

async function findManifest(
  client: RegistryClient,
  at: Repository,
  digest: Digest,
): Promise<ImageManifest | undefined> {
  const found = await client.getManifest(at, tagOf(digest));
  if (found === undefined) return undefined;
  const manifest = parse(at, found.bytes);
  if (manifest.artifactType === mediaTypes.package && manifest.layers[0]?.digest === digest) return manifest;
  throw unclear(at, `the tag ${tagOf(digest)} names something else`);
}

function parse(at: Repository, bytes: Buffer): ImageManifest {
  try {
    return imageManifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw unclear(at, errorText(error).slice(0, 100));
  }
}

/** The whole digest, since this is how a package is found; `sha256-…` is what referrers and signatures are named. */
function tagOf(digest: Digest): string {
  return `package-${digest.slice('sha256:'.length)}`;
}

function unclear({ host }: Repository, why: string): StewardError {
  return new StewardError('image_registry_unclear', { host, what: 'show a package', why });
}
