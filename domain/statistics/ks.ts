/** How well scores separate events from non-events. */
export interface Separation {
  /** 0 … 1: the largest distance between the two cumulative distributions. Undefined unless both classes have rows. */
  readonly ks: number | undefined;
  /** Whether events score higher or lower at that distance; `none` when KS is 0 or undefined. */
  readonly direction: 'higher' | 'lower' | 'none';
  /** The distance is reached between this score and the next higher one. Undefined when KS is 0 or undefined. */
  readonly at: number | undefined;
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
 * non-event. When the largest distance is reached in both directions, AUC decides; it is
 * given at the lowest score where it is reached.
 */
export function separation(scores: Float64Array, events: Uint8Array): Separation {
  if (scores.length !== events.length) throw new RangeError(`${scores.length} scores, ${events.length} outcomes`);
  const { eventScores, otherScores } = sortByClass(scores, events);
  const counts = {
    rows: eventScores.length + otherScores.length,
    events: eventScores.length,
    unscored: scores.length - eventScores.length - otherScores.length,
  };
  const pairs = eventScores.length * otherScores.length;
  if (pairs === 0) return { ks: undefined, direction: 'none', at: undefined, auc: undefined, ...counts };

  const steps = walkSteps(eventScores, otherScores);
  const above = steps.highest === -steps.lowest ? steps.doubledWins >= pairs : steps.highest > -steps.lowest;
  const distance = above ? steps.highest : -steps.lowest;
  return {
    ks: distance / pairs,
    direction: distance === 0 ? 'none' : above ? 'higher' : 'lower',
    at: distance === 0 ? undefined : above ? steps.highestAt : steps.lowestAt,
    auc: steps.doubledWins / (2 * pairs),
    ...counts,
  };
}

function sortByClass(scores: Float64Array, events: Uint8Array) {
  const eventScores = new Float64Array(scores.length);
  const otherScores = new Float64Array(scores.length);
  let eventCount = 0;
  let otherCount = 0;
  scores.forEach((score, row) => {
    if (Number.isNaN(score)) return;
    if (events[row] === 1) eventScores[eventCount++] = score;
    else otherScores[otherCount++] = score;
  });
  return {
    eventScores: eventScores.subarray(0, eventCount).sort(),
    otherScores: otherScores.subarray(0, otherCount).sort(),
  };
}

/** Merges two ascending arrays, one distinct score a step. */
function walkSteps(eventScores: Float64Array, otherScores: Float64Array) {
  const events = eventScores.length;
  const others = otherScores.length;
  let event = 0;
  let other = 0;
  let highest = 0;
  let lowest = 0;
  let highestAt = Number.NaN;
  let lowestAt = Number.NaN;
  let doubledWins = 0;
  while (event < events || other < others) {
    const score = Math.min(eventScores[event] ?? Infinity, otherScores[other] ?? Infinity);
    const othersBelow = other;
    const eventsBelow = event;
    while (event < events && eventScores[event] === score) event += 1;
    while (other < others && otherScores[other] === score) other += 1;
    doubledWins += (event - eventsBelow) * (othersBelow + other);
    const lead = other * events - event * others;
    if (lead > highest) {
      highest = lead;
      highestAt = score;
    }
    if (lead < lowest) {
      lowest = lead;
      lowestAt = score;
    }
  }
  return { highest, highestAt, lowest, lowestAt, doubledWins };
}
