import { ksInterval } from '../statistics/ks-interval';
import { separation } from '../statistics/ks';
import type { EvaluationResult } from './evaluation';

/** What is known of a row's outcome, as one byte. */
export const outcomeCodes = { nonEvent: 0, event: 1, unknown: 2, early: 3 } as const;

/** Score and outcome of each row, in any order. */
export interface WindowRows {
  readonly scores: Float64Array;
  /** One of `outcomeCodes` for each score. */
  readonly outcomes: Uint8Array;
}

/** What is computed from the rows alone. */
type RowFigures = Omit<EvaluationResult, 'lost' | 'elsewhere' | 'taken' | 'late' | 'baseline' | 'shifts' | 'sampled'>;

const bins = 20;

/** The figures of an evaluation that follow from its rows, whose order never matters. */
export function measureRows(rows: WindowRows): RowFigures {
  const counts = countRows(rows);
  const { scores, events } = selectJudged(rows, counts.judged);
  const measured = separation(scores, events);
  const interval = ksInterval(scores, events, measured);
  const { rows: total, judged, unknown, early, invalid } = counts;
  return {
    rows: total,
    judged,
    events: measured.events,
    nonEvents: judged - measured.events,
    unknown,
    coverage: coverageOf(rows),
    early,
    invalid,
    ...(measured.ks === undefined ? {} : { ks: measured.ks }),
    direction: measured.direction,
    ...(measured.at === undefined ? {} : { at: measured.at }),
    ...(measured.auc === undefined ? {} : { auc: measured.auc }),
    ...(interval === undefined ? {} : { interval }),
    topTie: findTopTie(rows.scores),
    histogram: countBins(scores, events),
  };
}

/** The share of the rows whose outcome is known and counts, 0 … 1; 0 without rows. */
export function coverageOf({ outcomes }: Pick<WindowRows, 'outcomes'>): number {
  let known = 0;
  for (const outcome of outcomes) if (outcome <= outcomeCodes.event) known += 1;
  return outcomes.length === 0 ? 0 : known / outcomes.length;
}

/** NaN is none. */
function isUsable(score: number): boolean {
  return score >= 0 && score <= 1;
}

function countRows({ scores, outcomes }: WindowRows) {
  const counts = { rows: scores.length, judged: 0, unknown: 0, early: 0, invalid: 0 };
  for (let row = 0; row < scores.length; row += 1) {
    const outcome = outcomes[row]!;
    const usable = isUsable(scores[row]!);
    if (!usable) counts.invalid += 1;
    if (outcome === outcomeCodes.unknown) counts.unknown += 1;
    else if (outcome === outcomeCodes.early) counts.early += 1;
    else if (usable) counts.judged += 1;
  }
  return counts;
}

function selectJudged({ scores, outcomes }: WindowRows, judged: number): { scores: Float64Array; events: Uint8Array } {
  const selected = { scores: new Float64Array(judged), events: new Uint8Array(judged) };
  let at = 0;
  for (let row = 0; row < scores.length; row += 1) {
    if (outcomes[row]! > outcomeCodes.event || !isUsable(scores[row]!)) continue;
    selected.scores[at] = scores[row]!;
    selected.events[at] = outcomes[row]!;
    at += 1;
  }
  return selected;
}

/** Of the usable scores, the share of the most frequent one; 0 when there are none. */
function findTopTie(scores: Float64Array): number {
  const sorted = scores.filter(isUsable).sort();
  let longest = 0;
  let run = 0;
  for (let row = 0; row < sorted.length; row += 1) {
    run = row > 0 && sorted[row] === sorted[row - 1] ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  return sorted.length === 0 ? 0 : longest / sorted.length;
}

/** 1 lies in the last bin. */
function countBins(scores: Float64Array, events: Uint8Array): EvaluationResult['histogram'] {
  const counts = { events: new Array<number>(bins).fill(0), nonEvents: new Array<number>(bins).fill(0) };
  for (let row = 0; row < scores.length; row += 1) {
    const bin = Math.min(bins - 1, Math.floor(scores[row]! * bins));
    (events[row] === 1 ? counts.events : counts.nonEvents)[bin]! += 1;
  }
  return counts;
}
