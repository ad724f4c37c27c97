import { dataTypes } from '../../../formats/saved-model/data-types';
import type { AttributeValue } from '../../../formats/saved-model/types';
import type { LocalOp } from '../../../domain/model-ops';
import type { Tensor } from '../../../formats/tensorflow-serving/tensor';
import { bools, floats, ints, longs, texts, typeNumber } from './graphs';

/** One node with constant inputs, and what TensorFlow computes; checked here and against TensorFlow itself. */
export interface OpCase {
  readonly op: LocalOp;
  readonly what: string;
  readonly inputs: readonly Tensor[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly output: Tensor;
}

const T = (tensor: Tensor | undefined): Record<string, AttributeValue> => ({
  T: { type: typeNumber(tensor?.kind ?? 'float') },
});

function one(
  op: LocalOp,
  what: string,
  inputs: readonly Tensor[],
  output: Tensor,
  attributes: Readonly<Record<string, AttributeValue>> = T(inputs[0]),
): OpCase {
  return { op, what, inputs, attributes, output };
}

const matrix = floats([1, 2, 3, 4, 5, 6], 2, 3);
const column = floats([10, 20], 2, 1);
const row = floats([100, 200, 300], 3);
const index = { Tidx: { type: dataTypes.DT_INT32 } };

const arithmetic = [
  one('AddV2', 'matrix and row', [matrix, row], floats([101, 202, 303, 104, 205, 306], 2, 3)),
  one('AddV2', 'column and row', [column, row], floats([110, 210, 310, 120, 220, 320], 2, 3)),
  one('AddV2', 'scalar and row', [floats([1]), row], floats([101, 201, 301], 3)),
  one('AddV2', '32-bit floats', [floats([16777216], 1), floats([1], 1)], floats([16777216], 1)),
  one('AddV2', 'integers that overflow', [ints([2147483647], 1), ints([1], 1)], ints([-2147483648], 1)),
  one('BiasAdd', 'a value a channel', [matrix, row], floats([101, 202, 303, 104, 205, 306], 2, 3)),
  one('Sub', 'scalar minus column', [floats([1]), column], floats([-9, -19], 2, 1)),
  one('Sub', 'rank 3 and rank 2', [floats([1, 2], 2, 1, 1), column], floats([-9, -19, -8, -18], 2, 2, 1)),
  one(
    'Mul',
    'by zero, NaN and infinity',
    [floats([0, 1, 0], 3), floats([5, NaN, Infinity], 3)],
    floats([0, NaN, NaN], 3),
  ),
  one('Mul', 'integers that overflow', [ints([65537], 1), ints([65537], 1)], ints([131073], 1)),
  one('RealDiv', 'by zero', [floats([1, -1, 0], 3), floats([0])], floats([Infinity, -Infinity, NaN], 3)),
  one('Neg', 'signs', [floats([1, -2, 0], 3)], floats([-1, 2, -0], 3)),
  one('Relu', 'NaN stays', [floats([-1, 2, NaN, -0], 4)], floats([0, 2, NaN, -0], 4)),
  one('Sigmoid', 'far out', [floats([0, 100, -100, NaN], 4)], floats([0.5, 1, 3.783506e-44, NaN], 4)),
];

const comparison = [
  one(
    'Equal',
    'texts by categories',
    [texts(['a', 'b', ''], 3, 1), texts(['a', 'b'], 2)],
    bools([1, 0, 0, 1, 0, 0], 3, 2),
  ),
  one('Equal', 'NaN', [floats([NaN, 1], 2), floats([NaN, 1], 2)], bools([0, 1], 2)),
  one('NotEqual', 'NaN', [floats([NaN, 1], 2), floats([NaN, 1], 2)], bools([1, 0], 2)),
  one('Greater', 'by threshold', [matrix, floats([1, 1, 4], 3)], bools([0, 1, 0, 1, 1, 1], 2, 3)),
  one('Greater', 'NaN', [floats([NaN], 1), floats([0])], bools([0], 1)),
  one('GreaterEqual', 'equal', [floats([1, 2], 2), floats([2])], bools([0, 1], 2)),
  one('Less', 'long integers', [longs([1, 3], 2), longs([2])], bools([1, 0], 2)),
  one('LessEqual', 'equal', [ints([1, 2, 3], 3), ints([2])], bools([1, 1, 0], 3)),
  one('LogicalAnd', 'all pairs', [bools([0, 0, 1, 1], 4), bools([0, 1, 0, 1], 4)], bools([0, 0, 0, 1], 4), {}),
  one('LogicalOr', 'all pairs', [bools([0, 0, 1, 1], 4), bools([0, 1, 0, 1], 4)], bools([0, 1, 1, 1], 4), {}),
  one('LogicalNot', 'both', [bools([0, 1], 2)], bools([1, 0], 2), {}),
  one('IsNan', 'specials', [floats([NaN, Infinity, 0], 3)], bools([1, 0, 0], 3)),
  one(
    'SelectV2',
    'scalar for NaN',
    [bools([1, 0, 0, 1], 2, 2), floats([-1]), floats([1, 2, 3, 4], 2, 2)],
    floats([-1, 2, 3, -1], 2, 2),
    T(matrix),
  ),
  one(
    'SelectV2',
    'column condition on texts',
    [bools([1, 0], 2, 1), texts(['x'], 1), texts(['a', 'b', 'c', 'd'], 2, 2)],
    texts(['x', 'x', 'c', 'd'], 2, 2),
    T(texts([])),
  ),
];

const castTo = (from: Tensor['kind'], to: Tensor['kind']): Record<string, AttributeValue> => ({
  SrcT: { type: typeNumber(from) },
  DstT: { type: typeNumber(to) },
});

const casts = [
  one('Cast', 'bool to float', [bools([1, 0], 2)], floats([1, 0], 2), castTo('bool', 'float')),
  one('Cast', 'bool to int32', [bools([1, 0], 2)], ints([1, 0], 2), castTo('bool', 'int32')),
  one('Cast', 'float to int32', [floats([1.9, -1.9], 2)], ints([1, -1], 2), castTo('float', 'int32')),
  one('Cast', 'float to int64', [floats([1.9, -1.9], 2)], longs([1, -1], 2), castTo('float', 'int64')),
  one('Cast', 'float to bool', [floats([0, 0.5, NaN], 3)], bools([0, 1, 1], 3), castTo('float', 'bool')),
  one('Cast', 'int64 to float', [longs([16777217], 1)], floats([16777216], 1), castTo('int64', 'float')),
  one('Cast', 'int64 to int32', [longs([4294967297], 1)], ints([1], 1), castTo('int64', 'int32')),
];

const shapes = [
  one('Shape', 'of a matrix', [matrix], ints([2, 3], 2), { ...T(matrix), out_type: { type: dataTypes.DT_INT32 } }),
  one('Shape', 'as long integers', [matrix], longs([2, 3], 2), {
    ...T(matrix),
    out_type: { type: dataTypes.DT_INT64 },
  }),
  one('Reshape', 'with a free size', [matrix, ints([3, -1], 2)], floats([1, 2, 3, 4, 5, 6], 3, 2)),
  one('Reshape', 'to nothing', [floats([], 0, 2), ints([2, 0], 2)], floats([], 2, 0)),
  one('ExpandDims', 'at the end', [row, ints([-1])], floats([100, 200, 300], 3, 1)),
  one('ExpandDims', 'at the front', [row, ints([0])], floats([100, 200, 300], 1, 3)),
  one('Fill', 'with a number', [ints([2, 2], 2), floats([7])], floats([7, 7, 7, 7], 2, 2), T(matrix)),
  one('Fill', 'with nothing', [ints([0], 1), texts(['x'])], texts([], 0), T(texts([]))),
  one('Tile', 'class labels', [texts(['0', '1'], 1, 2), ints([3, 1], 2)], texts(['0', '1', '0', '1', '0', '1'], 3, 2)),
  one('Tile', 'both ways', [floats([1, 2], 1, 2), ints([2, 2], 2)], floats([1, 2, 1, 2, 1, 2, 1, 2], 2, 4)),
  one('Pack', 'in front', [row, row], floats([100, 200, 300, 100, 200, 300], 2, 3), {
    ...T(row),
    N: { integer: 2 },
    axis: { integer: 0 },
  }),
  one('Pack', 'at the end', [row, row], floats([100, 100, 200, 200, 300, 300], 3, 2), {
    ...T(row),
    N: { integer: 2 },
    axis: { integer: -1 },
  }),
  one('ConcatV2', 'along axis 1', [matrix, column, ints([1])], floats([1, 2, 3, 10, 4, 5, 6, 20], 2, 4), {
    ...T(matrix),
    N: { integer: 2 },
  }),
  one(
    'ConcatV2',
    'texts along axis -2',
    [texts(['a'], 1, 1), texts(['b', 'c'], 2, 1), ints([-2])],
    texts(['a', 'b', 'c'], 3, 1),
    {
      ...T(texts([])),
      N: { integer: 2 },
    },
  ),
];

const slice = (parts: Record<string, number>): Record<string, AttributeValue> => ({
  ...T(matrix),
  Index: { type: dataTypes.DT_INT32 },
  ...Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, { integer: value }])),
});

const slices = [
  one(
    'StridedSlice',
    'one element of a shape',
    [ints([5, 2], 2), ints([0], 1), ints([1], 1), ints([1], 1)],
    ints([5]),
    { ...slice({ shrink_axis_mask: 1 }), T: { type: dataTypes.DT_INT32 } },
  ),
  one(
    'StridedSlice',
    'a column, all rows',
    [matrix, ints([0, -1], 2), ints([0, 0], 2), ints([1, 1], 2)],
    floats([3, 6], 2),
    slice({ begin_mask: 1, end_mask: 1, shrink_axis_mask: 2 }),
  ),
  one(
    'StridedSlice',
    'backwards',
    [matrix, ints([0, 0], 2), ints([2, 0], 2), ints([1, -2], 2)],
    floats([3, 1, 6, 4], 2, 2),
    slice({ begin_mask: 2, end_mask: 2 }),
  ),
  one(
    'StridedSlice',
    'beyond the end',
    [row, ints([1], 1), ints([9], 1), ints([1], 1)],
    floats([200, 300], 2),
    slice({}),
  ),
];

const gathers = [
  one('GatherV2', 'columns', [matrix, ints([2, 0, 2], 3), ints([1])], floats([3, 1, 3, 6, 4, 6], 2, 3), gather(0)),
  one('GatherV2', 'of each row', [matrix, ints([2, 0], 2, 1), ints([1])], floats([3, 4], 2, 1), gather(1)),
  one(
    'GatherV2',
    'of a vector by a matrix',
    [row, ints([0, 2, 1, 1], 2, 2), ints([0])],
    floats([100, 300, 200, 200], 2, 2),
    gather(0),
  ),
  one(
    'GatherV2',
    'of each of three rows of matrices',
    [ints([1, 2, 3, 4, 5, 6, 7, 8], 2, 2, 2), ints([1, 0, 0, 0], 2, 2), ints([2])],
    ints([2, 1, 4, 3, 5, 5, 7, 7], 2, 2, 2),
    { ...gather(1), Tparams: { type: dataTypes.DT_INT32 } },
  ),
];

function gather(batchDims: number): Record<string, AttributeValue> {
  return {
    Tparams: { type: dataTypes.DT_FLOAT },
    Tindices: { type: dataTypes.DT_INT32 },
    Taxis: { type: dataTypes.DT_INT32 },
    batch_dims: { integer: batchDims },
  };
}

const keep = { ...T(matrix), ...index, keep_dims: { boolean: true } };
const drop = { ...T(matrix), ...index, keep_dims: { boolean: false } };
const turned = { ...T(matrix), transpose_a: { boolean: true }, transpose_b: { boolean: false } };

const reductions = [
  one('Sum', 'rows, kept', [matrix, ints([1], 1)], floats([6, 15], 2, 1), keep),
  one('Sum', 'columns', [matrix, ints([0])], floats([5, 7, 9], 3), drop),
  one('Sum', 'all', [matrix, ints([0, 1], 2)], floats([21]), drop),
  one('Sum', 'of integers', [ints([1, 2], 2), ints([-1], 1)], ints([3]), { ...drop, T: { type: dataTypes.DT_INT32 } }),
  one('Softmax', 'large numbers', [floats([1000, 1000, 0, Math.log(3)], 2, 2)], floats([0.5, 0.5, 0.25, 0.75], 2, 2)),
  one('MatMul', 'two matrices', [matrix, floats([1, 0, 0, 1, 1, 1], 3, 2)], floats([4, 5, 10, 11], 2, 2), T(matrix)),
  one('MatMul', 'turned', [matrix, floats([1, 2], 2, 1)], floats([9, 12, 15], 3, 1), turned),
];

const others = [one('Identity', 'of texts', [texts(['a'], 1)], texts(['a'], 1))];

export const opCases: readonly OpCase[] = [
  ...arithmetic,
  ...comparison,
  ...casts,
  ...shapes,
  ...slices,
  ...gathers,
  ...reductions,
  ...others,
];
