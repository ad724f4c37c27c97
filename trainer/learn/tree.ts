import type { BinnedColumn } from './columns';

/** A grown tree over binned columns; node 0 is the root. Arrays are parallel; `column[n]` is -1 for a leaf. */
export interface Tree {
  readonly column: readonly number[];
  /** Number: bins above this one go right. Text: exactly this code goes right. */
  readonly bin: readonly number[];
  /** Number: whether missing values go right. */
  readonly missingRight: readonly boolean[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Log-odds that a leaf adds; 0 for inner nodes. */
  readonly value: Float64Array;
}

/** The log-odds that the tree adds for a row. */
export function leafValue(tree: Tree, columns: readonly BinnedColumn[], row: number): number {
  let node = 0;
  for (let column = tree.column[0]!; column >= 0; column = tree.column[node]!) {
    const { kind, bins } = columns[column]!;
    const at = bins[row]!;
    const cut = tree.bin[node]!;
    const goesRight = kind === 'text' ? at === cut : at === 0 ? tree.missingRight[node]! : at > cut;
    node = goesRight ? tree.right[node]! : tree.left[node]!;
  }
  return tree.value[node]!;
}
