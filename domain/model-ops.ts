/**
 * The TensorFlow ops that the local model server runs: what the reference trainer exports, and near neighbours that
 * cost nothing. The server's table of implementations is typed by this list, so Check and the server cannot differ.
 */
export const localOps = [
  'AddV2',
  'BiasAdd',
  'Cast',
  'ConcatV2',
  'Const',
  'Equal',
  'ExpandDims',
  'Fill',
  'GatherV2',
  'Greater',
  'GreaterEqual',
  'Identity',
  'IsNan',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalNot',
  'LogicalOr',
  'MatMul',
  'Mul',
  'Neg',
  'NoOp',
  'NotEqual',
  'Pack',
  'ParseExampleV2',
  'Placeholder',
  'RealDiv',
  'Relu',
  'Reshape',
  'SelectV2',
  'Shape',
  'Sigmoid',
  'Softmax',
  'StridedSlice',
  'Sub',
  'Sum',
  'Tile',
] as const;

export type LocalOp = (typeof localOps)[number];

const localOpNames: ReadonlySet<string> = new Set(localOps);

export function isLocalOp(op: string): op is LocalOp {
  return localOpNames.has(op);
}

const elsewhere = 'Release it to a kubernetes or docker environment, where TensorFlow Serving runs it.';

/** The kinds of model that the local server leaves out, with the ops that give each away, the most telling first. */
const kinds: readonly { readonly ops: readonly RegExp[]; readonly runner: string }[] = [
  {
    ops: [/^BoostedTreesEnsembleResourceHandleOp$/, /^BoostedTrees/],
    runner:
      'It is a boosted trees estimator, which TensorFlow Serving 2.3 runs: release it to a kubernetes or docker environment with that serving image.',
  },
  {
    ops: [/^SimpleML/],
    runner:
      'It is a decision forest, which TensorFlow Serving from 2.11 on runs: release it to a kubernetes or docker environment with such a serving image.',
  },
  {
    ops: [/^VarHandleOp$/, /^(ReadVariableOp|VariableV2|Variable|RestoreV2)$/],
    runner: `Its weights lie in variables instead of the graph. ${elsewhere}`,
  },
  { ops: [/^HashTable/, /^LookupTable/, /PartitionedCall$/], runner: elsewhere },
];

export interface UnsupportedOp {
  readonly op: string;
  /** What runs the model instead: a sentence or two. */
  readonly runner: string;
}

/**
 * The op that says best why the local model server cannot run a model, or undefined when it runs all of them. Ops that
 * tell the kind of model come before ops that any model may hold; among equals the first by name.
 */
export function unsupportedOp(ops: readonly string[]): UnsupportedOp | undefined {
  const missing = ops.filter((op) => !isLocalOp(op)).sort();
  for (const { ops: patterns, runner } of kinds) {
    for (const pattern of patterns) {
      const op = missing.find((name) => pattern.test(name));
      if (op !== undefined) return { op, runner };
    }
  }
  return missing[0] === undefined ? undefined : { op: missing[0], runner: elsewhere };
}
