import { Readable } from 'node:stream';
import { mediaTypes } from '../../formats/oci/media-types';
import type { RegistryClient } from '../../formats/oci/registry/create-registry-client';
import type { ManifestDocument } from '../../formats/oci/registry/manifests';
import type { Repository } from '../../formats/oci/registry/parse-reference';
import { attachArtifact } from './attach-artifact';

/** The package that an image was made of: who finds the image finds what was registered. */
export function attachPackage(
  client: RegistryClient,
  at: Repository,
  packages: Repository,
  image: ManifestDocument,
): Promise<void> {
  return attachArtifact(client, at, image, mediaTypes.package, async (digest) => {
    const size = await client.findBlob(packages, digest);
    if (size === undefined) return undefined;
    const archive = { digest, size };
    const open = (start: number) => Readable.from(client.streamBlob(packages, archive, start));
    return { descriptor: { mediaType: mediaTypes.zip, ...archive }, open, from: packages };
  });
}
