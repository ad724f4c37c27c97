import type { Digest } from '../digest';
import type { Instant } from '../release/release';

/** The deployment that scored a row: told to the gateway by whoever started it, never by a request. */
export interface ScoredBy {
  readonly project: string;
  readonly environment: string;
  readonly release: number;
  /** The version's label. */
  readonly version: string;
  readonly packageDigest: Digest;
}

/** One row of a scoring request as it is recorded. */
export interface ScoredRow {
  /** The caller's, or made by the gateway: one row of the environment for all time. */
  readonly reference: string;
  /** When the answer was there, by the gateway's clock. */
  readonly scoredAt: Instant;
  /** The number that the contract's call names; NaN where the model answered none. May be out of range: it is what was answered. */
  readonly score: number;
  /** As sent: what the caller left out is not there. */
  readonly inputs: Readonly<Record<string, number | string | null>>;
}

/** Why answers are not among the scored rows. Of `disk_full` and `spool_damaged` nothing is left. */
export const gapReasons = ['disk_full', 'spool_damaged', 'other_call', 'answer_unread'] as const;
export type GapReason = (typeof gapReasons)[number];

/** Rows are missing from the record: what is computed over that time is not the whole. */
export function losesRows(reason: GapReason): boolean {
  return reason === 'disk_full' || reason === 'spool_damaged';
}
