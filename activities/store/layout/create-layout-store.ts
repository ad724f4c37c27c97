import { dirname } from 'node:path';
import type { Digest } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';
import type { Store, StoredPackage } from '../../../domain/ports/store';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { blobSize, copyBlob, putBlob, putBlobFile } from '../../../formats/oci/blobs';
import type { Descriptor } from '../../../formats/oci/documents';
import { changeIndex, documentText, readIndex } from '../../../formats/oci/layout';
import { mediaTypes } from '../../../formats/oci/media-types';
import { packageArtifact } from '../../../formats/oci/package-artifact';
import { asWriteTo } from '../../../formats/oci/write-errors';

/** In the index: which package an entry is. The entry's own digest is its manifest's, which holds annotations too. */
const packageAnnotation = 'steward.package.digest';

/**
 * Packages as OCI artifacts in an image layout directory; any number of processes may use it at once. A package is
 * there once the index lists it, and the index lists it only after its bytes were checked and synced.
 */
export function createLayoutStore({ directory }: { readonly directory: string }): Store {
  return {
    putPackage: (path, expected, annotations) => putPackage(directory, path, expected, annotations),
    hasPackage: async (digest) => (await findPackage(directory, digest)) !== undefined,
    fetchPackage: (digest, toPath) => fetchPackage(directory, digest, toPath),
  };
}

async function putPackage(
  directory: string,
  path: string,
  expected: Digest,
  annotations: Readonly<Record<string, string>>,
): Promise<StoredPackage> {
  const archive = await putBlobFile(directory, path, expected);
  const config = await putBlob(directory, '{}');
  const manifest = packageArtifact(archive, config, { annotations: { ...annotations } });
  const entry: Descriptor = {
    mediaType: mediaTypes.manifest,
    artifactType: mediaTypes.package,
    ...(await putBlob(directory, documentText(manifest))),
    annotations: { [packageAnnotation]: expected },
  };
  await changeIndex(directory, (index) =>
    index.manifests.some((other) => isPackage(other, expected))
      ? index
      : { ...index, manifests: [...index.manifests, entry] },
  );
  return { digest: archive.digest, bytes: archive.size };
}

async function fetchPackage(directory: string, digest: Digest, toPath: string): Promise<void> {
  if ((await findPackage(directory, digest)) === undefined) throw new StewardError('store_missing', { digest });
  try {
    await asWriteTo(dirname(toPath), () => copyBlob(directory, digest, toPath));
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
    throw new StewardError('store_path_taken', { path: toPath }, { cause: error });
  }
}

/** The size in bytes of a package that is listed and there. */
async function findPackage(directory: string, digest: Digest): Promise<number | undefined> {
  const { manifests } = await readIndex(directory);
  return manifests.some((entry) => isPackage(entry, digest)) ? blobSize(directory, digest) : undefined;
}

function isPackage(entry: Descriptor, digest: Digest): boolean {
  return entry.artifactType === mediaTypes.package && entry.annotations?.[packageAnnotation] === digest;
}
