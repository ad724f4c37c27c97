/**
 * preparing: Check, Build and Plan; nothing outside has been touched.
 * waiting: for approval. approved: Push to Record are running. The rest are endings.
 */
export const releaseStates = [
  'preparing',
  'waiting',
  'approved',
  'serving',
  'rejected',
  'expired',
  'cancelled',
  'superseded',
  'failed',
] as const;

export type ReleaseState = (typeof releaseStates)[number];

/**
 * Where a release can go from each state. `failed` is left by `retry` only, `approved` for `preparing` when what was
 * approved is no longer what would happen.
 */
export const releaseMoves: Readonly<Record<ReleaseState, readonly ReleaseState[]>> = {
  preparing: ['waiting', 'approved', 'cancelled', 'superseded', 'failed'],
  waiting: ['approved', 'rejected', 'expired', 'cancelled', 'superseded', 'failed'],
  approved: ['serving', 'preparing', 'cancelled', 'failed'],
  serving: [],
  rejected: [],
  expired: [],
  cancelled: [],
  superseded: [],
  failed: ['approved', 'preparing'],
};

export function canMove(from: ReleaseState, to: ReleaseState): boolean {
  return releaseMoves[from].includes(to);
}

/** Open releases hold their environment: there is at most one. */
export function isOpen(state: ReleaseState): boolean {
  return state === 'preparing' || state === 'waiting' || state === 'approved';
}

/** Before approval nothing outside was touched, so a newer request may take its place. */
export function canBeSuperseded(state: ReleaseState): boolean {
  return state === 'preparing' || state === 'waiting';
}
