import type { BinnedColumn } from './columns';

/** Where each column's bins begin in a histogram; three numbers a bin: sum of gradients, sum of hessians, rows. */
export interface HistogramLayout {
  readonly columns: readonly BinnedColumn[];
  readonly offsets: readonly number[];
  readonly size: number;
}

interface Weighed {
  readonly layout: HistogramLayout;
  readonly rows: Int32Array;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

export function layOutHistogram(columns: readonly BinnedColumn[]): HistogramLayout {
  let size = 0;
  const offsets = columns.map((column) => {
    const offset = size;
    size += 3 * column.binCount;
    return offset;
  });
  return { columns, offsets, size };
}

/** Sums over `rows[start … end)`. */
export function fillHistogram(
  { layout, rows, gradients, hessians }: Weighed,
  start: number,
  end: number,
): Float64Array {
  const sums = new Float64Array(layout.size);
  layout.columns.forEach(({ bins }, column) => {
    const offset = layout.offsets[column]!;
    for (let index = start; index < end; index += 1) {
      const row = rows[index]!;
      const at = offset + 3 * bins[row]!;
      sums[at]! += gradients[row]!;
      sums[at + 1]! += hessians[row]!;
      sums[at + 2]! += 1;
    }
  });
  return sums;
}

/** The sibling's histogram: what the parent has and this one has not. Overwrites `parent`. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): Float64Array {
  for (let index = 0; index < parent.length; index += 1) parent[index]! -= child[index]!;
  return parent;
}
