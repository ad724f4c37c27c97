/**
 * Which references have which inputs: the newest `limit` of them, at least half as many. Those beyond are told apart by
 * PostgreSQL.
 */
export interface KnownReferences {
  /** The hash that was put last under the reference. */
  find(reference: string): string | undefined;
  put(reference: string, hash: string): void;
}

/** Two generations: when the young one is full it becomes the old one, and the old one is forgotten. */
export function createKnownReferences(limit: number): KnownReferences {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  return {
    find: (reference) => young.get(reference) ?? old.get(reference),
    put: (reference, hash) => {
      young.set(reference, hash);
      if (young.size < limit / 2) return;
      old = young;
      young = new Map();
    },
  };
}
