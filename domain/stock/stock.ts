import type { Digest } from '../digest';

export interface StockBlob {
  readonly digest: Digest;
  readonly size: number;
}

/**
 * image, package: what Steward put there under a tag or an entry. attachment: an artifact that names an image as its
 * subject. blob: bytes that nothing in the folder leads to. temporary: drafts, and parts of images that wait for their
 * approval. foreign: what somebody else put there.
 */
export type StockKind = 'image' | 'package' | 'attachment' | 'blob' | 'temporary' | 'foreign';

/** Something that takes room where packages and images are kept. */
export interface StockItem {
  readonly kind: StockKind;
  /** The repository or the folder that it lies in. */
  readonly where: string;
  /** Its tag, or what else it is called there. */
  readonly name: string;
  /** Of its manifest, by which a registry's tools delete it; of an image that is only built, the image's. */
  readonly digest?: Digest;
  /** The package that an image was made of, or that a package is. */
  readonly package?: Digest;
  /** What an attachment is attached to. */
  readonly subject?: Digest;
  /** The manifest's own bytes among them. */
  readonly blobs: readonly StockBlob[];
  /** What it consists of is not known, as not all of it can be read. */
  readonly unread?: true;
  /** Bytes of a temporary one. */
  readonly bytes?: number;
  /** Somebody may be at work on it: it was written a short while ago, or its writer lives. */
  readonly young?: true;
}

/** Who refers to what, by our own record: why each is needed, in words. */
export interface StoreReferences {
  readonly images: ReadonlyMap<Digest, string>;
  /** Packages of which a release or a retraining that is under way makes its image, or may find it made. */
  readonly imagesOf: ReadonlyMap<Digest, string>;
  readonly packages: ReadonlyMap<Digest, string>;
  /** Packages that no version needs and that still have a name in the record. */
  readonly evidence: ReadonlyMap<Digest, string>;
}

export interface JudgedItem extends StockItem {
  readonly why: string;
}
