import type { Digest } from '../digest';

/** Where training data lies: personal data, so apart from packages and images, with rights and a retention of its own. */
export interface DatasetStore {
  /** Moves a finished CSV file in, under its digest; the same bytes again are one. Throws `store_digest_mismatch`. */
  put(path: string, digest: Digest): Promise<void>;
  /** The path of a dataset for reading. Throws `dataset_missing`. */
  locate(digest: Digest): Promise<string>;
  /** Keeps what a trainer wrote about rows, under a name like `t5.log`; again takes the place of what was there. */
  putLog(name: string, content: Buffer): Promise<void>;
}
