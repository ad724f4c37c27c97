import { findSplit, type Split, type SplitRules, type Sums } from './find-split';
import { fillHistogram, subtractHistogram, type HistogramLayout } from './histogram';
import type { Tree } from './tree';

export interface GrowthRules extends SplitRules {
  readonly depth: number;
  readonly shrinkage: number;
}

export interface GrowthInput {
  readonly layout: HistogramLayout;
  /** Rows to learn from; reordered in place. */
  readonly rows: Int32Array;
  /** First and second derivative of each row's loss by its log-odds. */
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly rules: GrowthRules;
}

/** A run of `rows` that one node holds, with its histogram. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly total: Sums;
  readonly sums: Float64Array;
}

/** Grows one tree. Leaf values are Newton steps -gradient / (hessian + ridge), times the shrinkage. */
export function growTree(input: GrowthInput): Tree {
  const { layout, rows, gradients, hessians, rules } = input;
  const column: number[] = [];
  const bin: number[] = [];
  const missingRight: boolean[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const value: number[] = [];
  const spare = new Int32Array(rows.length);

  function grow(part: Part): number {
    const id = column.length;
    const split = part.depth < rules.depth ? findSplit(layout, part.sums, part.total, rules) : undefined;
    column.push(split?.column ?? -1);
    bin.push(split?.bin ?? 0);
    missingRight.push(split?.missingRight ?? false);
    value.push(split ? 0 : (-part.total.gradient / (part.total.hessian + rules.ridge)) * rules.shrinkage);
    left.push(-1);
    right.push(-1);
    if (!split) return id;
    const [lower, upper] = divide(input, part, split, spare);
    left[id] = grow(lower);
    right[id] = grow(upper);
    return id;
  }

  grow({
    start: 0,
    end: rows.length,
    depth: 0,
    total: addUp(rows, gradients, hessians),
    sums: fillHistogram(input, 0, rows.length),
  });
  return { column, bin, missingRight, left, right, value: Float64Array.from(value) };
}

function addUp(rows: Int32Array, gradients: Float64Array, hessians: Float64Array): Sums {
  let gradient = 0;
  let hessian = 0;
  for (const row of rows) {
    gradient += gradients[row]!;
    hessian += hessians[row]!;
  }
  return { gradient, hessian, rows: rows.length };
}

/** Only the smaller side's histogram is counted; the other is what remains of the parent's, which is used up. */
function divide(input: GrowthInput, part: Part, split: Split, spare: Int32Array): [lower: Part, upper: Part] {
  const middle = partition(input, part, split, spare);
  const depth = part.depth + 1;
  const lowerTotal: Sums = {
    gradient: part.total.gradient - split.right.gradient,
    hessian: part.total.hessian - split.right.hessian,
    rows: part.total.rows - split.right.rows,
  };
  const upperSmaller = part.end - middle < middle - part.start;
  const small = upperSmaller ? fillHistogram(input, middle, part.end) : fillHistogram(input, part.start, middle);
  const large = subtractHistogram(part.sums, small);
  return [
    { start: part.start, end: middle, depth, total: lowerTotal, sums: upperSmaller ? large : small },
    { start: middle, end: part.end, depth, total: split.right, sums: upperSmaller ? small : large },
  ];
}

/** Puts the rows that go left first, both sides in their earlier order; returns where the right side begins. */
function partition({ layout, rows }: GrowthInput, part: Part, split: Split, spare: Int32Array): number {
  const { kind, bins } = layout.columns[split.column]!;
  let kept = part.start;
  let moved = 0;
  for (let index = part.start; index < part.end; index += 1) {
    const row = rows[index]!;
    const at = bins[row]!;
    const goesRight = kind === 'text' ? at === split.bin : at === 0 ? split.missingRight : at > split.bin;
    if (goesRight) spare[moved++] = row;
    else rows[kept++] = row;
  }
  rows.set(spare.subarray(0, moved), kept);
  return kept;
}
