import { Readable } from 'node:stream';
import { hashBytes } from '../../../formats/hash';
import type { Blob } from '../../../formats/oci/blobs';
import type { RegistryClient } from '../../../formats/oci/registry/create-registry-client';
import type { Repository } from '../../../formats/oci/registry/parse-reference';

/** The config of an artifact, which has none (OCI image specification 1.1, "Guidelines for Artifact Usage"). */
export async function putEmptyConfig(client: RegistryClient, at: Repository): Promise<Blob> {
  const bytes = Buffer.from('{}');
  const blob = { digest: hashBytes(bytes), size: bytes.byteLength };
  const open = (start: number) => Readable.from([bytes.subarray(start)]);
  await client.uploadBlob(at, { ...blob, open }, {});
  return blob;
}
