import type { Instant } from '../release/release';
import type { MonitoringPolicy } from './policy';

/** The rows that come after the last closed window of a release: what the next one will be made of. */
export interface OpenWindow {
  readonly rows: number;
  /** Scoring times of its first and last row so far. */
  readonly fromAt: Instant;
  readonly toAt: Instant;
  /** No row will be added: it is full, or its stretch of time is over. */
  readonly complete: boolean;
  /** Its release serves no longer, so that it will never be full. */
  readonly cut: boolean;
  /** The time that its rows' maturity counts from: the last row, or the end of its stretch of time. */
  readonly endsAt: Instant;
}

/** What a window waits for. `at` is when that can be there, as far as time alone tells. */
export type Waiting =
  | { readonly for: 'rows'; readonly rows: number; readonly needed: number }
  | { readonly for: 'period'; readonly rows: number; readonly at: Instant }
  | { readonly for: 'maturity'; readonly rows: number; readonly at: Instant }
  /** Shares of known outcomes, 0 … 1. */
  | {
      readonly for: 'outcomes';
      readonly rows: number;
      readonly coverage: number;
      readonly needed: number;
      readonly at: Instant;
    };

/** Whether a window is old enough to be looked at; what it waits for if not. */
export function waitsForTime(open: OpenWindow, policy: MonitoringPolicy, now: Instant): Waiting | undefined {
  const { rows, complete, cut, endsAt } = open;
  if (!complete && !cut)
    return policy.window.kind === 'rows'
      ? { for: 'rows', rows, needed: policy.window.rows }
      : { for: 'period', rows, at: endsAt };
  const at = later(endsAt, policy.maturityMs);
  return at <= now ? undefined : { for: 'maturity', rows, at };
}

/**
 * Whether enough outcomes are known (`coverage`, 0 … 1), or were waited for long enough. A cut window waits like a full
 * one: it is judged once, and closed without them it would never count, however soon after the release they came.
 */
export function waitsForOutcomes(
  open: OpenWindow,
  policy: MonitoringPolicy,
  coverage: number,
  now: Instant,
): Waiting | undefined {
  if (coverage >= policy.coverage) return undefined;
  const at = later(open.endsAt, policy.maturityMs + policy.patienceMs);
  return at <= now ? undefined : { for: 'outcomes', rows: open.rows, coverage, needed: policy.coverage, at };
}

/** The stretch of time that an instant lies in: multiples of `ms` since 1970 UTC, half-open. */
export function stretchOf(instant: Instant, ms: number): { readonly from: Instant; readonly to: Instant } {
  const start = Math.floor(Date.parse(instant) / ms) * ms;
  return { from: new Date(start).toISOString(), to: new Date(start + ms).toISOString() };
}

function later(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString();
}
