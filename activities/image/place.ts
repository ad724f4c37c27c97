import type { Digest } from '../../domain/digest';
import type { LostPart } from '../../domain/ports/builder';
import type { Blob } from '../../formats/oci/blobs';
import type { ImageManifest } from '../../formats/oci/documents';

/** A manifest, or a list of manifests, as it lies somewhere. */
export interface BaseDocument {
  readonly digest: Digest;
  readonly bytes: Buffer;
  /** What whoever keeps it says that it is, if anything. */
  readonly mediaType?: string;
}

/** Where one base image lies; nothing of it is copied for building upon it. */
export interface BaseSource {
  /** To find its layers by when the image is published; none where they lie in the place itself. */
  readonly repository?: string;
  /** What the reference names, or one manifest of a list by its digest; undefined when there is none. */
  document(digest?: Digest): Promise<BaseDocument | undefined>;
  /** A small blob, checked; undefined when it is not there. */
  blob(blob: Blob, limit: number): Promise<Buffer | undefined>;
  /** In bytes. */
  blobSize(digest: Digest): Promise<number | undefined>;
}

/** An image that is built and lies aside: where its parts are on disk, and what they must turn out to be. */
export interface ImageParts {
  readonly digest: Digest;
  readonly bytes: Buffer;
  readonly manifest: ImageManifest;
  readonly manifestPath: string;
  readonly configPath: string;
  readonly layerPath: string;
  /** Where the layers below it are (`BaseSource.repository`). */
  readonly baseRepository?: string;
}

/** What is published, or is to be. The tag is for people and is never moved. */
export interface ImageName {
  readonly digest: Digest;
  readonly project: string;
  readonly tag: string;
}

/** Where images are published, and where their bases are read. */
export interface ImagePlace {
  /** Throws `image_reference_invalid`. Whether it is there is seen by its document. */
  openBase(reference: string): BaseSource;
  /**
   * Brings the parts to the place, the manifest last, tags the image, reads back and gives the reference by digest. Without
   * parts it tags what is there already, and gives undefined when not all of it is. Throws `image_tag_taken` when the tag names
   * another image, `store_digest_mismatch` when a part is not what it was when it was built.
   */
  publish(name: ImageName, parts: ImageParts | undefined): Promise<string | undefined>;
  /** What is not there of an image, or not in its size; nothing of one that is whole and under that tag. */
  lost(name: ImageName): Promise<readonly LostPart[]>;
  /** The reference of an image that is whole and under that tag. */
  find(name: ImageName): Promise<string | undefined>;
}
