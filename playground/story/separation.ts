interface Separation {
  /** Largest distance between the shares of events and of others at or below a score; undefined with one class only. */
  readonly ks: number | undefined;
  /** Probability that an event scores higher than another row; a tie counts one half. */
  readonly auc: number | undefined;
}

/**
 * KS and AUC as a reader can check them: rows with one score are one step, so their order cannot matter. Counts are whole
 * numbers until the one division at the end.
 */
export function separate(scores: readonly number[], events: readonly boolean[]): Separation {
  const groups = new Map<number, { events: number; others: number }>();
  scores.forEach((score, row) => {
    const group = groups.get(score) ?? { events: 0, others: 0 };
    group[events[row] ? 'events' : 'others'] += 1;
    groups.set(score, group);
  });
  const totalEvents = events.filter(Boolean).length;
  const totalOthers = events.length - totalEvents;
  if (totalEvents === 0 || totalOthers === 0) return { ks: undefined, auc: undefined };
  let [seenEvents, seenOthers, widest, twicePairs] = [0, 0, 0, 0];
  for (const [, group] of [...groups].sort(([one], [other]) => one - other)) {
    twicePairs += group.events * (2 * seenOthers + group.others);
    seenEvents += group.events;
    seenOthers += group.others;
    widest = Math.max(widest, Math.abs(seenEvents * totalOthers - seenOthers * totalEvents));
  }
  const pairs = totalEvents * totalOthers;
  return { ks: widest / pairs, auc: twicePairs / (2 * pairs) };
}
