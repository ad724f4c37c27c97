import type { Evaluation, EvaluationResult } from './evaluation';

/** The KS of a version over rows that Steward recorded, small enough to stand in the evidence for another one. */
export interface MeasuredKs extends Pick<EvaluationResult, 'ks' | 'interval' | 'direction'> {
  /** Rows with a usable score and a known outcome: what it is over. */
  readonly rows: number;
  readonly window: number;
  /** The retraining whose gate measured it; absent: the window was judged while the version served. */
  readonly retraining?: number;
}

/** What an evaluation measured; undefined where it computed no KS. */
export function measuredKs({ result, window }: Pick<Evaluation, 'result' | 'window'>): MeasuredKs | undefined {
  if (result?.ks === undefined || !window) return undefined;
  const { ks, interval, direction, judged } = result;
  return { ks, direction, rows: judged, window: window.number, ...(interval ? { interval } : {}) };
}
