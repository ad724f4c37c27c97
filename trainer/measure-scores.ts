import type { Confusion } from '../domain/package/evidence';
import type { DeclaredMetric } from '../domain/package/manifest';
import { separation } from '../domain/statistics/ks';

export interface ScoredRows {
  /** The event's probability, one a row. */
  readonly scores: Float64Array;
  /** 1 for an event. */
  readonly events: Uint8Array;
}

/** KS, AUC, Gini (2 AUC - 1) and mean log loss; those that are undefined (one class only) are left out. */
export function measureScores({ scores, events }: ScoredRows, dataset: string): DeclaredMetric[] {
  const { ks, auc, rows } = separation(scores, events);
  const values = { ks, auc, gini: auc === undefined ? undefined : 2 * auc - 1, logLoss: meanLogLoss(scores, events) };
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, dataset, rows }],
  );
}

/** The lowest score that is called an event when the cut is made where KS is largest; undefined where KS is. */
export function cutOffAtKs({ scores, events }: ScoredRows): number | undefined {
  const { at, direction } = separation(scores, events);
  if (at === undefined || direction !== 'higher') return undefined;
  return scores.reduce((least, score) => (score > at && score < least ? score : least), Infinity);
}

/** Counts at the cut-off: a row is called an event when its score is at least that. */
export function countConfusion({ scores, events }: ScoredRows, cutOff: number): Confusion {
  const counts = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  scores.forEach((score, row) => {
    const event = events[row] === 1;
    if (score >= cutOff) counts[event ? 'truePositives' : 'falsePositives'] += 1;
    else counts[event ? 'falseNegatives' : 'trueNegatives'] += 1;
  });
  return { cutOff, ...counts };
}

/** Probabilities of exactly 0 or 1 are moved by 1e-7, so that one wrong row does not make the loss infinite. */
function meanLogLoss(scores: Float64Array, events: Uint8Array): number | undefined {
  if (scores.length === 0) return undefined;
  const least = 1e-7;
  let sum = 0;
  scores.forEach((score, row) => {
    const right = events[row] === 1 ? score : 1 - score;
    sum -= Math.log(Math.min(1 - least, Math.max(least, right)));
  });
  return sum / scores.length;
}
