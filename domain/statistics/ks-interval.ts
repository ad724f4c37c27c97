import type { Interval } from '../monitoring/evaluation';
import { separation } from './ks';
import { createSeededRandom } from './seeded-random';
import { type SortedScores, sortByClass } from './sort-by-class';

/** 0.975 quantile of the standard normal distribution. */
const normalQuantile = 1.959964;

/** Rows from which on the bias is left alone: a fifth of the standard error at most, and dear to estimate. */
const mostRowsResampled = 100_000;
/** So that the cost is bounded: 200 resamplings up to 20,000 rows, 40 at 100,000. */
const mostDraws = 200;
const mostRowsDrawn = 4_000_000;
const seed = 20_240_901;

/**
 * 95 % interval of the KS that the scores have in the population, within 0 … 1. Undefined unless both classes have rows.
 *
 * Method: the standard error at the distance, sqrt(F1(1 - F1)/n1 + F0(1 - F0)/n0) with the shares of the two classes at or
 * below its score, times 1.96, around KS less its bias. KS is a maximum and so comes out too high in small samples. By how
 * much is estimated by resampling rows within each class (fixed seed, the same on every machine): the mean KS of the
 * resampled rows less KS. Where scores are continuous that finds about half of the bias, where they are tied all of it; the
 * low end is therefore moved by one and a half of it, the high end by one half. The order of the rows never matters.
 *
 * Coverage: bench/ks-interval-coverage.ts measures it.
 *
 * `measured` is `separation(scores, events)`, for who has it already. Throws a RangeError for lists of different lengths.
 */
export function ksInterval(
  scores: Float64Array,
  events: Uint8Array,
  measured = separation(scores, events),
): Interval | undefined {
  const { ks, rows, eventsAtOrBelow = 0, othersAtOrBelow = 0 } = measured;
  if (ks === undefined) return undefined;
  const variance = varianceOf(eventsAtOrBelow, measured.events) + varianceOf(othersAtOrBelow, rows - measured.events);
  const halfWidth = normalQuantile * Math.sqrt(variance);
  const bias = rows < mostRowsResampled ? meanOfResampled(sortByClass(scores, events)) - ks : 0;
  return { low: clip(ks - 1.5 * bias - halfWidth), high: clip(ks - 0.5 * bias + halfWidth) };
}

/** Of a share of `rows`, moved towards one half by four rows (Agresti and Coull): not 0 where the share is 0 or 1. */
function varianceOf(share: number, rows: number): number {
  const moved = (share * rows + 2) / (rows + 4);
  return (moved * (1 - moved)) / (rows + 4);
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Mean KS of as many rows drawn with replacement within each class. */
function meanOfResampled(sorted: SortedScores): number {
  const { eventSteps, otherSteps, steps } = numberSteps(sorted);
  const [events, others] = [eventSteps.length, otherSteps.length];
  const draws = Math.min(mostDraws, Math.ceil(mostRowsDrawn / (events + others)));
  const random = createSeededRandom(seed);
  const leads = new Float64Array(steps);
  let sum = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    leads.fill(0);
    for (let row = 0; row < events; row += 1) leads[eventSteps[random.below(events)]!]! -= others;
    for (let row = 0; row < others; row += 1) leads[otherSteps[random.below(others)]!]! += events;
    let lead = 0;
    let widest = 0;
    for (let step = 0; step < steps; step += 1) {
      lead += leads[step]!;
      widest = Math.max(widest, Math.abs(lead));
    }
    sum += widest;
  }
  return sum / draws / (events * others);
}

/** Which of all distinct scores, ascending from 0, each row has. */
function numberSteps({ eventScores, otherScores }: SortedScores) {
  const eventSteps = new Int32Array(eventScores.length);
  const otherSteps = new Int32Array(otherScores.length);
  let event = 0;
  let other = 0;
  let steps = 0;
  while (event < eventScores.length || other < otherScores.length) {
    const score = Math.min(eventScores[event] ?? Infinity, otherScores[other] ?? Infinity);
    while (event < eventScores.length && eventScores[event] === score) eventSteps[event++] = steps;
    while (other < otherScores.length && otherScores[other] === score) otherSteps[other++] = steps;
    steps += 1;
  }
  return { eventSteps, otherSteps, steps };
}
