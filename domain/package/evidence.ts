import type { DeclaredMetric, GoldenRow } from './manifest';

/** `golden.json` of a package: made-up rows and the scores that the model must give them, wherever it runs. */
export interface GoldenFile {
  /** Largest absolute difference between a served score and `score` that still counts as equal. */
  readonly tolerance: number;
  /** 1 … 200 rows; a missing input is null. */
  readonly rows: readonly GoldenRow[];
}

/** Counts of a scored data set at one cut-off: a row is called an event when its score is at least the cut-off. */
export interface Confusion {
  readonly cutOff: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** `metrics.json` of a package: what the trainer says about the model it made. Declared, never measured by us. */
export interface MetricsFile {
  readonly trainer: { readonly name: string; readonly version: string };
  readonly algorithm: string;
  readonly outcome: { readonly name: string; readonly event: string };
  readonly seed: number;
  readonly parameters: Readonly<Record<string, number>>;
  /** Boosting rounds in the shipped model. */
  readonly rounds: number;
  readonly split: TrainingSplit;
  /** `ks`, `auc`, `gini`, `logLoss`, each with the data set it was computed on and that set's rows. */
  readonly metrics: readonly DeclaredMetric[];
  readonly confusion: readonly (Confusion & { readonly dataset: string; readonly rows: number })[];
  /** What a reader should know, in words: columns ignored, how the cut-off was chosen, on what the model was refitted. */
  readonly notes: readonly string[];
}

/** How the rows for early stopping were set apart. */
export interface TrainingSplit {
  /** `time`: the newest rows by `column`. `hash`: rows whose content's hash falls in the share. */
  readonly kind: 'time' | 'hash';
  /** For `time`: the column that orders the rows; for `hash`: the reference column, absent when the content was hashed. */
  readonly column?: string;
  readonly trainingRows: number;
  readonly trainingEvents: number;
  readonly validationRows: number;
  readonly validationEvents: number;
  /** The same in one sentence. */
  readonly said: string;
}
