import type { BinnedColumn, InputColumn } from './columns';

/**
 * Cuts the columns into bins of about equally many rows, at most `binLimit` (2 … 254) besides the missing bin. Cuts
 * lie half way between neighbouring values; each distinct value has a bin of its own where there are few enough.
 */
export function binColumns(columns: readonly InputColumn[], rows: Int32Array, binLimit: number): BinnedColumn[] {
  return columns.map((column) => {
    if (column.kind === 'text')
      return {
        kind: 'text',
        bins: column.codes,
        binCount: column.categories.length + 2,
        cuts: new Float32Array(0),
      };
    const cuts = findCuts(column.values, rows, binLimit);
    return {
      kind: 'number',
      bins: column.values.reduce((bins, value, row) => {
        bins[row] = binOf(value, cuts);
        return bins;
      }, new Uint8Array(column.values.length)),
      binCount: cuts.length + 2,
      cuts,
    };
  });
}

/** The bin of a value: 0 when missing, else 1 + the number of cuts below it. */
export function binOf(value: number, cuts: Float32Array): number {
  if (Number.isNaN(value)) return 0;
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > (cuts[middle] ?? Infinity)) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

function findCuts(values: Float32Array, rows: Int32Array, binLimit: number): Float32Array {
  const present = Float32Array.from(rows, (row) => values[row] ?? Number.NaN)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const steps: { at: number; cut: number }[] = [];
  for (let index = 1; index < present.length; index += 1) {
    const lower = present[index - 1] ?? 0;
    const upper = present[index] ?? 0;
    if (lower < upper) steps.push({ at: index, cut: cutBetween(lower, upper) });
  }
  if (steps.length < binLimit) return Float32Array.from(steps, (step) => step.cut);

  const chosen: number[] = [];
  let wanted = 1;
  for (const step of steps) {
    if (step.at < (wanted * present.length) / binLimit) continue;
    chosen.push(step.cut);
    wanted = Math.floor((step.at * binLimit) / present.length) + 1;
  }
  return Float32Array.from(chosen);
}

/** A 32-bit float in [lower, upper): rounding must not carry it up to `upper`. */
function cutBetween(lower: number, upper: number): number {
  const middle = Math.fround(lower / 2 + upper / 2);
  return middle >= lower && middle < upper ? middle : lower;
}
