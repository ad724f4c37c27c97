import { describeArtifact } from './artifact';
import type { Blob } from './blobs';
import type { ImageManifest } from './documents';
import { mediaTypes } from './media-types';

/** The manifest of a registered package as an artifact: its archive is the content. */
export function packageArtifact(
  archive: Blob,
  config: Blob,
  more: Pick<ImageManifest, 'annotations' | 'subject'>,
): ImageManifest {
  return describeArtifact(mediaTypes.package, { mediaType: mediaTypes.zip, ...archive }, config, more);
}
