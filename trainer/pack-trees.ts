import type { BinnedColumn } from './learn/columns';
import type { Tree } from './learn/tree';
import type { FeatureLayout } from './lay-out-features';
import type { Forest } from './scoring-model';

/** Between the values 0 and 1 of a flag. */
const flagThreshold = 0.5;

/** Turns grown trees over bins into complete trees over the feature vector. */
export function packTrees(
  trees: readonly Tree[],
  base: number,
  columns: readonly BinnedColumn[],
  layout: FeatureLayout,
): Forest {
  const depth = trees.reduce((deepest, tree) => Math.max(deepest, depthOf(tree, 0)), 0);
  const levels = Array.from({ length: depth }, (_, level) => ({
    features: new Int32Array(trees.length << level),
    thresholds: new Float32Array(trees.length << level).fill(Infinity),
  }));
  const leaves = new Float32Array(trees.length << depth);

  function place(tree: Tree, node: number, level: number, position: number): void {
    const { features, thresholds } = levels[level] ?? {};
    if (!features || !thresholds) {
      leaves[position] = tree.value[node]!;
    } else if (tree.column[node]! < 0) {
      place(tree, node, level + 1, 2 * position);
    } else {
      const test = readTest(tree, node, columns, layout);
      features[position] = test.feature;
      thresholds[position] = test.threshold;
      place(tree, tree.left[node]!, level + 1, 2 * position);
      place(tree, tree.right[node]!, level + 1, 2 * position + 1);
    }
  }
  trees.forEach((tree, index) => place(tree, 0, 0, index));
  return { trees: trees.length, levels, leaves, base: Math.fround(base) };
}

function depthOf(tree: Tree, node: number): number {
  if (tree.column[node]! < 0) return 0;
  return 1 + Math.max(depthOf(tree, tree.left[node]!), depthOf(tree, tree.right[node]!));
}

function readTest(tree: Tree, node: number, columns: readonly BinnedColumn[], layout: FeatureLayout) {
  const column = tree.column[node]!;
  const bin = tree.bin[node]!;
  const place = layout.places[column]!;
  if (place.type === 'text') return { feature: place.isMissing + bin, threshold: flagThreshold };
  const cut = columns[column]!.cuts[bin - 1];
  if (cut === undefined) return { feature: place.isMissing, threshold: flagThreshold };
  return { feature: tree.missingRight[node]! ? place.missingHigh : place.missingLow, threshold: cut };
}
