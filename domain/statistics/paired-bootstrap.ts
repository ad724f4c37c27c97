import { createSeededRandom } from './seeded-random';

/** Two models' scores of the same rows, in one order; `events[i]` is 1 for an event, 0 for a non-event. */
export interface PairedScores {
  readonly champion: Float64Array;
  readonly candidate: Float64Array;
  readonly events: Uint8Array;
  /** Whole number, 0 … 2^32 - 1: the same rows and seed give the same interval on every machine. */
  readonly seed: number;
  /** Even, at least 40; 1,000 unless given, and then fewer beyond 50,000 rows. */
  readonly draws?: number;
}

export interface PairedDifference {
  /** KS of the candidate less KS of the champion, -1 … 1. */
  readonly difference: number;
  /** 95 % interval of it. */
  readonly low: number;
  readonly high: number;
  /** Resamplings that the interval was read from. */
  readonly draws: number;
}

const usualDraws = 1_000;
const fewestDraws = 200;
/** Beyond it draws are given up for time, down to the fewest. */
const mostRowsDrawn = 50_000 * usualDraws;

/**
 * Paired percentile bootstrap of the difference in KS. Rows are drawn with replacement within each class, as many as there
 * are, the same draw for both models; the interval goes from the 2.5 % to the 97.5 % quantile of the drawn differences.
 * Rows without a score of both models take no part. Undefined unless both classes have rows. KS has no sign: whether a
 * model scores events higher or lower is for `separation` to say.
 *
 * Every draw is used twice, once on the rows sorted by champion then candidate, once by candidate then champion. So the
 * order of the rows does not matter, and exchanging the models mirrors the interval exactly.
 * Throws a RangeError for lists of different lengths.
 */
export function pairedDifference(paired: PairedScores): PairedDifference | undefined {
  const rows = rowsWithBoth(paired);
  const { champion, candidate, events } = paired;
  const byChampion = sortRows(rows, champion, candidate);
  const byCandidate = sortRows(rows, candidate, champion);
  const eventCount = rows.filter((row) => events[row] === 1).length;
  const pairs = eventCount * (rows.length - eventCount);
  if (pairs === 0) return undefined;
  const ofChampion = layOut(byChampion, champion, events, eventCount);
  const ofCandidate = layOut(byCandidate, candidate, events, eventCount);
  const leadOf = (counts: Uint32Array) => (widestLead(ofCandidate, counts) - widestLead(ofChampion, counts)) / pairs;

  const counts = new Uint32Array(events.length);
  for (const row of rows) counts[row] = 1;
  const difference = leadOf(counts);
  const orders = [byChampion, byCandidate].map((order) => splitByClass(order, events));
  const half = Math.ceil((paired.draws ?? drawsFor(rows.length)) / 2);
  const differences = new Float64Array(2 * half);
  for (let draw = 0; draw < half; draw += 1)
    orders.forEach((classes, order) => {
      // The same numbers for both orders.
      drawRows(classes, (paired.seed + Math.imul(draw, 0x9e3779b1)) >>> 0, counts);
      differences[2 * draw + order] = leadOf(counts);
    });
  differences.sort();
  const cut = Math.floor(differences.length * 0.025);
  return {
    difference,
    low: differences[cut]!,
    high: differences[differences.length - 1 - cut]!,
    draws: differences.length,
  };
}

function rowsWithBoth({ champion, candidate, events }: PairedScores): Uint32Array {
  if (champion.length !== events.length || candidate.length !== events.length)
    throw new RangeError(`${champion.length} and ${candidate.length} scores, ${events.length} outcomes`);
  return Uint32Array.from(events.keys()).filter((row) => !Number.isNaN(champion[row]) && !Number.isNaN(candidate[row]));
}

function sortRows(rows: Uint32Array, first: Float64Array, second: Float64Array): Uint32Array {
  return rows
    .slice()
    .sort((one, other) => compare(first[one]!, first[other]!) || compare(second[one]!, second[other]!));
}

/** Infinities are scores, and their difference is no number. */
function compare(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function drawsFor(rows: number): number {
  return Math.max(fewestDraws, Math.min(usualDraws, Math.floor(mostRowsDrawn / rows)));
}

/** Rows of one model by ascending score, and what each adds to the lead of non-events over events. */
interface Layout {
  readonly rows: Uint32Array;
  readonly adds: Float64Array;
  /** 1 on the last row of each distinct score: only there the distributions are compared. */
  readonly last: Uint8Array;
}

function layOut(rows: Uint32Array, scores: Float64Array, events: Uint8Array, eventCount: number): Layout {
  const otherCount = rows.length - eventCount;
  const adds = Float64Array.from(rows, (row) => (events[row] === 1 ? -otherCount : eventCount));
  const last = Uint8Array.from(rows, (row, at) => (scores[row] === scores[rows[at + 1] ?? -1] ? 0 : 1));
  return { rows, adds, last };
}

/** KS times the number of pairs, a whole number, of rows that count as often as `counts` says. */
function widestLead({ rows, adds, last }: Layout, counts: Uint32Array): number {
  let lead = 0;
  let widest = 0;
  for (let at = 0; at < rows.length; at += 1) {
    lead += adds[at]! * counts[rows[at]!]!;
    if (last[at] === 1) widest = Math.max(widest, Math.abs(lead));
  }
  return widest;
}

function splitByClass(rows: Uint32Array, events: Uint8Array): readonly Uint32Array[] {
  return [rows.filter((row) => events[row] === 1), rows.filter((row) => events[row] !== 1)];
}

/** Writes how often each row was drawn. */
function drawRows(classes: readonly Uint32Array[], seed: number, counts: Uint32Array): void {
  const random = createSeededRandom(seed);
  counts.fill(0);
  for (const rows of classes)
    for (let drawn = 0; drawn < rows.length; drawn += 1) counts[rows[random.below(rows.length)]!]! += 1;
}
