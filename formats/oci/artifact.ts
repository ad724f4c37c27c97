import type { Blob } from './blobs';
import type { Descriptor, ImageManifest } from './documents';
import { mediaTypes } from './media-types';

/**
 * The manifest of an artifact of ours: its content is the one layer, `config` is the empty document (OCI image specification
 * 1.1, "Guidelines for Artifact Usage"). `more` says what else is known of it.
 */
export function describeArtifact(
  artifactType: string,
  content: Descriptor,
  config: Blob,
  more: Pick<ImageManifest, 'annotations' | 'subject'>,
): ImageManifest {
  return {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType,
    config: { mediaType: mediaTypes.empty, ...config },
    layers: [content],
    ...more,
  };
}
