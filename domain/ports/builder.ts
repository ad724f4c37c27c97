import type { Digest } from '../digest';
import type { PackageManifest } from '../package/manifest';

/** What an image is appended to. `scratch` is the empty base of the laptop. */
export type BaseImage = { readonly kind: 'scratch' } | { readonly kind: 'image'; readonly reference: string };

export interface BuildRequest {
  readonly project: string;
  readonly label: string;
  readonly manifest: PackageManifest;
  /** The registered archive, already fetched to this path. */
  readonly packagePath: string;
  readonly base: BaseImage;
}

export interface BuiltImage {
  /** Digest of the image manifest; a pure function of package and base. */
  readonly digest: Digest;
  readonly bytes: number;
  readonly layer: Digest;
  readonly config: Digest;
  readonly base: BaseImage;
}

export interface PublishedImage {
  /** Read back from where it was published. */
  readonly digest: Digest;
  /** Human tag that is never moved: `v4-<12 hex of the image digest>`. */
  readonly tag: string;
  /** How a target refers to it: `host/repository@sha256:…`, or `oci:<dir>@sha256:…` on a laptop. */
  readonly reference: string;
}

/** A part of a published image that is not there any more, or is not what it was. The tag keeps the image from being pruned. */
export interface LostPart {
  readonly part: 'tag' | 'manifest' | 'config' | 'layer';
  /** Of the part; of a tag, the image that it named. */
  readonly digest: Digest;
}

export interface ImageBuilder {
  /** Computes the image and keeps its parts aside; nothing is published. Repeating it gives the same digest. */
  build(request: BuildRequest): Promise<BuiltImage>;
  /**
   * Publishes by digest and reads the digest back; publishing twice is one effect, and brings back what was lost of it.
   * Throws `image_not_built` when the parts are no longer there: build again, the digest will be the same.
   */
  publish(digest: Digest, project: string, label: string): Promise<PublishedImage>;
  /** What is published whole under this digest for that version of the project, or undefined. */
  published(digest: Digest, project: string, label: string): Promise<PublishedImage | undefined>;
  /**
   * What is lost of an image that was published; nothing of a whole one. Looks whether each part is there in its size, and
   * reads only the manifest. Throws where it could not be seen.
   */
  lost(digest: Digest, project: string, label: string): Promise<readonly LostPart[]>;
  /** Forgets the parts of an image that will not be published; what is published stays. */
  discard(digest: Digest): Promise<void>;
}
