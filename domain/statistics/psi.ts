import { chiSquare95 } from './chi-square';

/** How far a distribution has moved between a baseline and a current set of rows. */
export interface PopulationShift {
  /** Population stability index: the sum over bins of (current - baseline share) × ln(current / baseline share); 0 or more. */
  readonly psi: number;
  /** What chance alone exceeds once in 20 times for these row counts and bins, when nothing has changed. */
  readonly chance: number;
  /** Bins that hold rows of either set, the one for missing values included. */
  readonly bins: number;
}

/** Shares below it count as it, so that an empty bin gives a large number and not infinity. */
const leastShare = 1e-4;
const parts = 10;

/**
 * Shift of a number. The bins begin at the baseline's deciles: the k-th is the least value that k tenths of its values do
 * not exceed. Equal deciles are one, so heavy ties make fewer bins. Where all are one value, a further bin begins at the
 * next higher value, so that it is told apart from the rest. NaN is a missing value and has a bin of its own. Undefined
 * when either set is empty.
 */
export function numberShift(baseline: Float64Array, current: Float64Array): PopulationShift | undefined {
  const starts = findStarts(baseline);
  return shiftOf(countNumbers(baseline, starts), countNumbers(current, starts));
}

/**
 * Shift of a text: one bin for each value of the baseline, one for missing values ('' and null), and one for all values
 * that the baseline does not have. Undefined when either set is empty.
 */
export function categoryShift(
  baseline: readonly (string | null)[],
  current: readonly (string | null)[],
): PopulationShift | undefined {
  const numbers = new Map<string, number>();
  for (const value of baseline) if (value && !numbers.has(value)) numbers.set(value, numbers.size + 2);
  const count = (values: readonly (string | null)[]): Float64Array => {
    const counts = new Float64Array(numbers.size + 2);
    for (const value of values) counts[value ? (numbers.get(value) ?? 1) : 0]! += 1;
    return counts;
  };
  return shiftOf(count(baseline), count(current));
}

/**
 * The index of two lists of counts of the same bins. Where nothing has changed it is distributed as (1/n + 1/m) times a
 * chi-square variable with one degree of freedom less than there are bins (Yurdakul and Naranjo, 2020).
 */
function shiftOf(baseline: Float64Array, current: Float64Array): PopulationShift | undefined {
  const [before, now] = [sumOf(baseline), sumOf(current)];
  if (before === 0 || now === 0) return undefined;
  let psi = 0;
  let bins = 0;
  baseline.forEach((count, bin) => {
    if (count === 0 && current[bin] === 0) return;
    bins += 1;
    const expected = Math.max(leastShare, count / before);
    const actual = Math.max(leastShare, current[bin]! / now);
    psi += (actual - expected) * Math.log(actual / expected);
  });
  return { psi, chance: bins < 2 ? 0 : chiSquare95(bins - 1) * (1 / before + 1 / now), bins };
}

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Where the bins begin, ascending; what lies below the first is a bin too. */
function findStarts(values: Float64Array): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return sorted;
  const deciles = Float64Array.from(
    { length: parts - 1 },
    (_, k) => sorted[Math.ceil(((k + 1) * sorted.length) / parts) - 1]!,
  );
  const starts = deciles.filter((value, at) => value !== deciles[at - 1]);
  const next = sorted.find((value) => value > starts[0]!);
  return starts.length > 1 || next === undefined ? starts : Float64Array.of(starts[0]!, next);
}

/** Counts by bin; the first is for missing values. */
function countNumbers(values: Float64Array, starts: Float64Array): Float64Array {
  const counts = new Float64Array(starts.length + 2);
  for (const value of values) counts[Number.isNaN(value) ? 0 : binOf(value, starts)]! += 1;
  return counts;
}

/** 1 for a value below the first start, 2 below the second, … */
function binOf(value: number, starts: Float64Array): number {
  let bin = 1;
  while (bin <= starts.length && value >= starts[bin - 1]!) bin += 1;
  return bin;
}
