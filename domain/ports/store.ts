import type { Digest } from '../digest';

export interface StoredPackage {
  readonly digest: Digest;
  readonly bytes: number;
}

/** Where registered packages are kept, addressed by content, as OCI artifacts. Putting the same bytes twice is one. */
export interface Store {
  /**
   * Reads `path` once; throws `store_digest_mismatch` when its bytes are not `expected`. Visible whole or not at all. Of
   * the same bytes the annotations of the first put stay.
   */
  putPackage(path: string, expected: Digest, annotations: Readonly<Record<string, string>>): Promise<StoredPackage>;
  hasPackage(digest: Digest): Promise<boolean>;
  /** Writes the package to `toPath` (must not exist) and checks its digest; throws `store_missing` when there is none. */
  fetchPackage(digest: Digest, toPath: string): Promise<void>;
}
