import type { ServingRecord } from './release';

export interface ServedRelease extends ServingRecord {
  readonly kind: 'deploy' | 'rollback';
}

/**
 * Where a rollback goes: back along the list of what was verified in the environment. A deploy puts its version on top; a
 * rollback takes everything above its version off. So rolling back twice goes two versions back, not to and fro.
 * `history` is oldest first and ends with what serves now.
 */
export function rollbackTarget(history: readonly ServedRelease[]): ServedRelease | undefined {
  const list: ServedRelease[] = [];
  for (const served of history) {
    const below = list.findLastIndex((earlier) => earlier.imageDigest === served.imageDigest);
    if (served.kind === 'rollback' && below >= 0) list.length = below + 1;
    else if (list.at(-1)?.imageDigest !== served.imageDigest) list.push(served);
  }
  return list.at(-2);
}
