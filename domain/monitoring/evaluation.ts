import type { Digest } from '../digest';
import type { Ending, Instant } from '../release/release';

/**
 * ok, warn, breach: judged. insufficient: closed, but too few events or outcomes to judge. immature: the rows wait for
 * their maturity, their outcomes, or for more rows. inconclusive: too many rows of it are missing from the record, or too many
 * scores are no numbers. failed: the evaluation itself.
 */
export const evaluationStates = ['ok', 'warn', 'breach', 'insufficient', 'immature', 'inconclusive', 'failed'] as const;
export type EvaluationState = (typeof evaluationStates)[number];

/** A closed set of scored rows of one release in one environment. */
export interface Window {
  readonly project: string;
  readonly environment: string;
  /** 1, 2, … in the environment, over all releases. */
  readonly number: number;
  readonly release: number;
  readonly version: string;
  /** Rows in the order of (scored_at, id), both ends included, of those that were recorded by then (id <= ceilingId). */
  readonly fromAt: Instant;
  readonly fromId: number;
  readonly toAt: Instant;
  readonly toId: number;
  readonly ceilingId: number;
  readonly rows: number;
  /** SHA-256 over id and score of each row, in order. */
  readonly rowHash: Digest;
  /** A release ended it before it was full. */
  readonly cut: boolean;
  readonly closedAt: Instant;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A shift of one distribution between a baseline and a window. Information only: it never decides. */
export interface Shift {
  /** An input's name; absent for the score. */
  readonly input?: string;
  /** Population stability index. */
  readonly psi: number;
  /** What chance alone exceeds once in 20 times for these row counts. */
  readonly chance: number;
}

/** What was computed over a window's rows with the outcomes that were known as of a time. Measured by Steward. */
export interface EvaluationResult {
  readonly rows: number;
  /** Rows with a usable score and a known outcome: what KS and AUC are over. */
  readonly judged: number;
  readonly events: number;
  readonly nonEvents: number;
  /** Rows whose outcome is not known. */
  readonly unknown: number;
  /** Known outcomes among all rows, 0 … 1. */
  readonly coverage: number;
  /** Outcomes that were observed before the row was scored: left out. */
  readonly early: number;
  /** Scores that are no number between 0 and 1: left out. */
  readonly invalid: number;
  /** Answers in that time that are missing from the record. */
  readonly lost: number;
  /** Answers in that time by another call than the contract's, which are no scored rows. */
  readonly elsewhere: number;
  /** Answers in that time under a reference that another row has: that row is on record. */
  readonly taken: number;
  /** Rows of that time that came when the window was closed already: they are in none. */
  readonly late: number;
  /** Undefined with one class only. */
  readonly ks?: number;
  readonly direction: 'higher' | 'lower' | 'none';
  readonly at?: number;
  readonly auc?: number;
  /** 95 % interval of KS; the method is in docs/monitoring.md. */
  readonly interval?: Interval;
  /** Share of the most frequent score, 0 … 1. */
  readonly topTie: number;
  /** The window whose rows are the baseline of the shifts; absent for the first one of a version. */
  readonly baseline?: number;
  readonly shifts: readonly Shift[];
  /** Rows that the shifts were computed from, where not all were. */
  readonly sampled?: number;
  /** Score distribution by outcome: 20 bins of equal width over 0 … 1. */
  readonly histogram: { readonly events: readonly number[]; readonly nonEvents: readonly number[] };
}

export interface Evaluation {
  readonly number: number;
  readonly project: string;
  readonly environment: string;
  readonly release: number;
  readonly version: string;
  readonly window?: Window;
  readonly cause: 'timer' | 'asked' | 'outcomes';
  readonly askedBy?: string;
  readonly state: EvaluationState;
  /** The one evaluation of its window that counts for the breach count. */
  readonly counted: boolean;
  /** Breaches of the version in a row, this one included. */
  readonly breaches: number;
  /** Why it is in this state: a reason code with its details. */
  readonly why: Ending;
  readonly result?: EvaluationResult;
  readonly policyHash: Digest;
  /** Outcomes recorded by then were known to it. */
  readonly asOf: Instant;
  readonly evaluatedAt: Instant;
}
