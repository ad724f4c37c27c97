import type { Blob } from './blobs';
import type { ImageManifest } from './documents';
import { mediaTypes } from './media-types';

/**
 * The manifest of a registered package as an artifact: its archive is the one layer, `config` is the empty document (OCI
 * image specification 1.1, "Guidelines for Artifact Usage"). `more` says what else is known of it.
 */
export function packageArtifact(
  archive: Blob,
  config: Blob,
  more: Pick<ImageManifest, 'annotations' | 'subject'>,
): ImageManifest {
  return {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType: mediaTypes.package,
    config: { mediaType: mediaTypes.empty, ...config },
    layers: [{ mediaType: mediaTypes.zip, ...archive }],
    ...more,
  };
}
