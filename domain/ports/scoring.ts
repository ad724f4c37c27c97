import type { PackageManifest } from '../package/manifest';
import type { BaseRule, TargetSpec } from '../project';
import type { EnvironmentRef, ScoreRow } from './target';

/** Which of the two that the gate compares. */
export type ComparedModel = 'candidate' | 'champion';

/** What a retraining wants scored: one model on many rows. */
export interface ScoringOrder extends EnvironmentRef {
  readonly retraining: number;
  readonly model: ComparedModel;
  /** The version's, where it has one: the candidate is none yet. */
  readonly version?: string;
  /** What runs the environment's models, and what they are appended to. */
  readonly target: TargetSpec;
  readonly bases: readonly BaseRule[];
  /** The package that the manifest was read from. */
  readonly archive: string;
  readonly manifest: PackageManifest;
  readonly count: number;
  /** From the first one on at each call; they need not fit into memory. */
  readonly rows: () => Iterable<ScoreRow> | AsyncIterable<ScoreRow>;
  readonly signal: AbortSignal;
}

/** Runs a model for a moment, apart from everything that serves, to score rows with it. */
export interface ScoringRunner {
  /**
   * The scores of the rows, in order, by the call that the manifest settled. Asked again for the same, also while an earlier
   * call still runs, it gives the same. Throws `row_not_sendable`, `scoring_refused`, `scoring_answer_unexpected`,
   * `model_server_failed`, and what kept the model from running; ends the model whatever happens.
   */
  score(order: ScoringOrder): Promise<Float64Array>;
}

/** What a scorer in a cluster leaves, one or the other. */
export const scoringFiles = {
  /** 64-bit floating-point numbers, little-endian, one a row. */
  scores: 'scores.f64',
  /** Why there are none, as `code` and `details`. */
  failure: 'failure.json',
} as const;
