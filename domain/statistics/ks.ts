import { sortByClass } from './sort-by-class';

/** How well scores separate events from non-events. */
export interface Separation {
  /** 0 … 1: the largest distance between the two cumulative distributions. Undefined unless both classes have rows. */
  readonly ks: number | undefined;
  /** Whether events score higher or lower at that distance; `none` when KS is 0 or undefined. */
  readonly direction: 'higher' | 'lower' | 'none';
  /** The distance is reached between this score and the next higher one. Undefined when KS is 0 or undefined. */
  readonly at: number | undefined;
  /** 0 … 1: the shares of events, and of non-events, that score no higher than `at`. Undefined like `at`. */
  readonly eventsAtOrBelow: number | undefined;
  readonly othersAtOrBelow: number | undefined;
  /** 0 … 1: the chance that an event scores higher than a non-event, ties counting one half. Undefined like `ks`. */
  readonly auc: number | undefined;
  /** Rows that took part: those with a score that is a number. */
  readonly rows: number;
  readonly events: number;
  /** Rows left out because their score is NaN. */
  readonly unscored: number;
}

/**
 * Exact KS (separation) and AUC. Equal scores are one step, so the order of the rows never matters; the numerators are
 * whole numbers and are divided once (exact up to 2^26 rows of each class). `events[i]` is 1 for an event, 0 for a
 * non-event. When the largest distance is reached in both directions, AUC decides; it is given at the lowest score where
 * it is reached. Throws a RangeError for lists of different lengths.
 */
export function separation(scores: Float64Array, events: Uint8Array): Separation {
  const { eventScores, otherScores } = sortByClass(scores, events);
  const counts = {
    rows: eventScores.length + otherScores.length,
    events: eventScores.length,
    unscored: scores.length - eventScores.length - otherScores.length,
  };
  const pairs = eventScores.length * otherScores.length;
  const nowhere = { at: undefined, eventsAtOrBelow: undefined, othersAtOrBelow: undefined };
  if (pairs === 0) return { ks: undefined, direction: 'none', auc: undefined, ...nowhere, ...counts };

  const steps = walkSteps(eventScores, otherScores);
  const [up, down] = [steps.highest.lead, -steps.lowest.lead];
  const above = up === down ? steps.doubledWins >= pairs : up > down;
  const widest = above ? steps.highest : steps.lowest;
  const auc = steps.doubledWins / (2 * pairs);
  if (widest.lead === 0) return { ks: 0, direction: 'none', auc, ...nowhere, ...counts };
  return {
    ks: Math.abs(widest.lead) / pairs,
    direction: above ? 'higher' : 'lower',
    at: widest.at,
    eventsAtOrBelow: widest.events / eventScores.length,
    othersAtOrBelow: widest.others / otherScores.length,
    auc,
    ...counts,
  };
}

interface Step {
  /** Shares at or below, non-events' less events', times the number of pairs: a whole number. */
  readonly lead: number;
  readonly at: number;
  readonly events: number;
  readonly others: number;
}

/** Merges two ascending arrays, one distinct score a step. */
function walkSteps(eventScores: Float64Array, otherScores: Float64Array) {
  const events = eventScores.length;
  const others = otherScores.length;
  let event = 0;
  let other = 0;
  let highest: Step = { lead: 0, at: Number.NaN, events: 0, others: 0 };
  let lowest = highest;
  let doubledWins = 0;
  while (event < events || other < others) {
    const score = Math.min(eventScores[event] ?? Infinity, otherScores[other] ?? Infinity);
    const othersBelow = other;
    const eventsBelow = event;
    while (event < events && eventScores[event] === score) event += 1;
    while (other < others && otherScores[other] === score) other += 1;
    doubledWins += (event - eventsBelow) * (othersBelow + other);
    const lead = other * events - event * others;
    if (lead > highest.lead) highest = { lead, at: score, events: event, others: other };
    if (lead < lowest.lead) lowest = { lead, at: score, events: event, others: other };
  }
  return { highest, lowest, doubledWins };
}
