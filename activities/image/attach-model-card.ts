import { Readable } from 'node:stream';
import type { Digest } from '../../domain/digest';
import type { ModelCard } from '../../domain/retraining/model-card';
import { hashBytes } from '../../formats/hash';
import { documentText } from '../../formats/oci/layout';
import { mediaTypes } from '../../formats/oci/media-types';
import type { RegistryClient } from '../../formats/oci/registry/create-registry-client';
import type { ManifestDocument } from '../../formats/oci/registry/manifests';
import type { Repository } from '../../formats/oci/registry/parse-reference';
import { attachArtifact } from './attach-artifact';

/** The model card of the retrained version that an image was made of; other versions have none. */
export function attachModelCard(
  client: RegistryClient,
  at: Repository,
  image: ManifestDocument,
  findCard: (packageDigest: Digest) => Promise<ModelCard | undefined>,
): Promise<void> {
  return attachArtifact(client, at, image, mediaTypes.modelCard, async (madeOf) => {
    const card = await findCard(madeOf);
    if (card === undefined) return undefined;
    const bytes = Buffer.from(documentText(card));
    return {
      descriptor: {
        ...{ mediaType: mediaTypes.json, digest: hashBytes(bytes), size: bytes.byteLength },
        // Tools write what they fetch under this name.
        annotations: { 'org.opencontainers.image.title': 'model-card.json' },
      },
      open: (start) => Readable.from([bytes.subarray(start)]),
    };
  });
}
