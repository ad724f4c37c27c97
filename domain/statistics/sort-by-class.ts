/** The scores of the two classes, each ascending. */
export interface SortedScores {
  readonly eventScores: Float64Array;
  readonly otherScores: Float64Array;
}

/** Scores that are NaN belong to neither class. `events[i]` is 1 for an event, 0 for a non-event. */
export function sortByClass(scores: Float64Array, events: Uint8Array): SortedScores {
  if (scores.length !== events.length) throw new RangeError(`${scores.length} scores, ${events.length} outcomes`);
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
