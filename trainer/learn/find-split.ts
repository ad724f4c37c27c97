import type { HistogramLayout } from './histogram';

export interface Sums {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

export interface Split {
  readonly column: number;
  /** Number: bins above this one go right (the last bin: only missing values do). Text: exactly this code goes right. */
  readonly bin: number;
  readonly missingRight: boolean;
  readonly right: Sums;
}

export interface SplitRules {
  /** Fewest rows on each side. */
  readonly leafRows: number;
  /** Added to the sum of hessians (L2 regularisation of leaf values). */
  readonly ridge: number;
}

type Consider = (column: number, bin: number, missingRight: boolean, right: Sums) => void;

/** Below this a gain is rounding noise of the sums. */
const leastGain = 1e-9;

/**
 * The split that lowers the loss most: for numbers each cut with the missing values on either side, and missing
 * against present; for texts each category, and missing, against the rest. The first one found wins a tie.
 */
export function findSplit(
  layout: HistogramLayout,
  sums: Float64Array,
  total: Sums,
  rules: SplitRules,
): Split | undefined {
  let best: Split | undefined;
  let bestGain = leastGain + (total.gradient * total.gradient) / (total.hessian + rules.ridge);

  const consider: Consider = (column, bin, missingRight, right) => {
    if (right.rows < rules.leafRows || total.rows - right.rows < rules.leafRows) return;
    const leftGradient = total.gradient - right.gradient;
    const gain =
      (right.gradient * right.gradient) / (right.hessian + rules.ridge) +
      (leftGradient * leftGradient) / (total.hessian - right.hessian + rules.ridge);
    if (gain <= bestGain) return;
    bestGain = gain;
    best = { column, bin, missingRight, right };
  };

  layout.columns.forEach(({ kind, binCount }, column) => {
    const offset = layout.offsets[column]!;
    if (kind === 'text') tryCategories(column, offset, binCount, sums, consider);
    else tryCuts(column, offset, binCount, sums, total.rows, consider);
  });
  return best;
}

/** The last code stands for texts that are not known; it is never split off, as it will mean other texts later. */
function tryCategories(column: number, offset: number, binCount: number, sums: Float64Array, consider: Consider): void {
  for (let code = 0; code < binCount - 1; code += 1)
    consider(column, code, code === 0, binSums(sums, offset + 3 * code));
}

/** Walks the cuts from the highest down. Where no value is missing, missing ones will go with the larger side. */
function tryCuts(
  column: number,
  offset: number,
  binCount: number,
  sums: Float64Array,
  rows: number,
  consider: Consider,
): void {
  const missing = binSums(sums, offset);
  if (missing.rows > 0) consider(column, binCount - 1, true, missing);
  let above: Sums = { gradient: 0, hessian: 0, rows: 0 };
  for (let bin = binCount - 2; bin >= 1; bin -= 1) {
    const next = binSums(sums, offset + 3 * (bin + 1));
    if (next.rows === 0) continue;
    above = add(above, next);
    if (missing.rows === 0) {
      consider(column, bin, 2 * above.rows > rows, above);
    } else {
      consider(column, bin, false, above);
      consider(column, bin, true, add(above, missing));
    }
  }
}

function binSums(sums: Float64Array, at: number): Sums {
  return { gradient: sums[at]!, hessian: sums[at + 1]!, rows: sums[at + 2]! };
}

function add(one: Sums, other: Sums): Sums {
  return {
    gradient: one.gradient + other.gradient,
    hessian: one.hessian + other.hessian,
    rows: one.rows + other.rows,
  };
}
