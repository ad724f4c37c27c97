import type { Digest } from '../digest';

export interface StoredPackage {
  readonly digest: Digest;
  readonly bytes: number;
}

/** Where registered packages are kept, addressed by content, as OCI artifacts. Putting the same bytes twice is one. */
export interface Store {
  /**
   * Throws `store_digest_mismatch` when the bytes at `path` are not `expected`; what is kept is never anything else, also
   * when the file changes meanwhile. Visible whole or not at all. Of the same bytes the annotations of the first put stay.
   */
  putPackage(path: string, expected: Digest, annotations: Readonly<Record<string, string>>): Promise<StoredPackage>;
  hasPackage(digest: Digest): Promise<boolean>;
  /** Writes the package to `toPath` (must not exist) and checks its digest; throws `store_missing` when there is none. */
  fetchPackage(digest: Digest, toPath: string): Promise<void>;
}
