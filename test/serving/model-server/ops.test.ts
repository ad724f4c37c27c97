import { isStewardError } from '../../../domain/errors';
import { type LocalOp, localOps } from '../../../domain/model-ops';
import { dataTypes } from '../../../formats/saved-model/data-types';
import type { AttributeValue, Tensor as TensorMessage } from '../../../formats/saved-model/types';
import type { Tensor } from '../../../formats/tensorflow-serving/tensor';
import type { Value } from '../../../serving/model-server/kernel';
import { ops } from '../../../serving/model-server/ops';
import { bools, floats, ints, listMessage, node, shapeMessage, tensorMessage, texts } from './graphs';
import { opCases } from './op-cases';

function run(op: LocalOp, inputs: readonly Value[], attributes: Readonly<Record<string, AttributeValue>> = {}) {
  return ops[op](node('node', op, [], attributes))(inputs);
}

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return isStewardError(error) ? `${error.code}: ${error.message}` : `not a StewardError: ${String(error)}`;
  }
  return 'done';
}

/** 32-bit floats that may differ in the last digit or so; everything else exactly, NaN and -0 included. */
function expectSame(actual: Value | undefined, expected: Tensor): void {
  if (actual?.kind !== 'float' || expected.kind !== 'float') return expect(actual).toEqual(expected);
  expect(actual.shape).toEqual(expected.shape);
  const close = Array.from(actual.values).map((value, at) => {
    const wanted = expected.values[at] ?? NaN;
    return Math.abs(value - wanted) <= 1e-7 * Math.abs(wanted) ? wanted : value;
  });
  expect(close).toEqual(Array.from(expected.values));
}

describe('ops: what they compute', () => {
  it.each(opCases.map((one) => [one.op, one.what, one] as const))('%s: %s', (op, _, one) => {
    expectSame(run(op, one.inputs, one.attributes)[0], one.output);
  });

  it('has a case for every op but those that compute nothing or read requests', () => {
    const tried = new Set<string>(opCases.map(({ op }) => op));
    expect(localOps.filter((op) => !tried.has(op))).toEqual(['Const', 'NoOp', 'ParseExampleV2', 'Placeholder']);
  });
});

describe('ops: constants', () => {
  const empty = tensorMessage(floats([]));
  const read = (message: TensorMessage) => run('Const', [], { value: { tensor: message } })[0];

  it('reads little-endian content', () => {
    const content = new Uint8Array([0, 0, 0x80, 0x3f, 0, 0, 0xc0, 0x7f]);
    expect(read({ ...empty, shape: shapeMessage(2), content })).toEqual(floats([1, NaN], 2));
    const whole = { ...empty, dataType: dataTypes.DT_INT32, shape: shapeMessage(1) };
    expect(read({ ...whole, content: new Uint8Array([0xff, 0xff, 0xff, 0xff]) })).toEqual(ints([-1], 1));
    const truth = { ...empty, dataType: dataTypes.DT_BOOL, shape: shapeMessage(2) };
    expect(read({ ...truth, content: new Uint8Array([0, 1]) })).toEqual(bools([0, 1], 2));
  });

  it('reads content that does not start at a multiple of four', () => {
    const content = new Uint8Array([9, 0, 0, 0x80, 0x3f]).subarray(1);
    expect(read({ ...empty, shape: shapeMessage(), content })).toEqual(floats([1]));
  });

  it('repeats the last listed value, and takes zero where none is listed', () => {
    expect(read({ ...empty, shape: shapeMessage(3), floats: [1, 2] })).toEqual(floats([1, 2, 2], 3));
    expect(read({ ...empty, shape: shapeMessage(2) })).toEqual(floats([0, 0], 2));
  });

  it.each<[string, Partial<TensorMessage>]>([
    ['content of another size', { shape: shapeMessage(2), content: new Uint8Array(4) }],
    ['an open shape', { shape: shapeMessage(-1) }],
    ['a type that is not run here', { dataType: dataTypes.DT_DOUBLE, shape: shapeMessage(1) }],
    ['a shape of terabytes', { shape: shapeMessage(1_000_000, 1_000_000) }],
    ['a shape beyond all numbers', { shape: shapeMessage(...Array<number>(40).fill(2 ** 50)) }],
    ['texts packed into bytes', { dataType: dataTypes.DT_STRING, shape: shapeMessage(1), content: new Uint8Array(2) }],
  ])('refuses %s', (_, parts) => {
    expect(faultOf(() => read({ ...empty, ...parts }))).toMatch(/^model_run_failed/);
  });
});

describe('ops: wrong inputs', () => {
  it.each<[string, LocalOp, Tensor[], Record<string, AttributeValue>]>([
    ['shapes that do not broadcast', 'AddV2', [floats([1, 2], 2), floats([1, 2, 3], 3)], {}],
    ['two kinds at once', 'AddV2', [floats([1], 1), ints([1], 1)], {}],
    ['texts to order', 'Greater', [texts(['a'], 1), texts(['b'], 1)], {}],
    ['a missing input', 'Sub', [floats([1], 1)], {}],
    ['an index beyond the end', 'GatherV2', [floats([1], 1), ints([1], 1), ints([0])], {}],
    ['a negative index', 'GatherV2', [floats([1], 1), ints([-1], 1), ints([0])], {}],
    ['an axis that is not there', 'ConcatV2', [floats([1], 1), ints([1])], {}],
    ['shapes that do not join', 'ConcatV2', [floats([1], 1, 1), floats([1, 2], 1, 2), ints([0])], {}],
    ['a shape of another size', 'Reshape', [floats([1, 2], 2), ints([3], 1)], {}],
    ['two free sizes', 'Reshape', [floats([1, 2], 2), ints([-1, -1], 2)], {}],
    ['a negative size', 'Fill', [ints([-2], 1), floats([1])], {}],
    ['terabytes by Fill', 'Fill', [ints([1_000_000, 1_000_000], 2), floats([1])], {}],
    ['terabytes by Tile', 'Tile', [floats([1], 1), ints([2_000_000_000], 1)], {}],
    [
      'terabytes by broadcasting',
      'AddV2',
      [floats(Array<number>(10_000).fill(1), 10_000, 1), floats(Array<number>(10_000).fill(1), 10_000)],
      {},
    ],
    ['matrices that do not fit', 'MatMul', [floats([1, 2], 1, 2), floats([1, 2], 1, 2)], {}],
    ['no matrix', 'MatMul', [floats([1, 2], 2), floats([1, 2], 1, 2)], {}],
    ['a stride of zero', 'StridedSlice', [floats([1], 1), ints([0], 1), ints([1], 1), ints([0], 1)], {}],
    ['a Placeholder that nobody fills', 'Placeholder', [], {}],
  ])('refuses %s', (_, op, inputs, attributes) => {
    expect(faultOf(() => run(op, inputs, attributes))).toMatch(/^model_run_failed/);
  });

  it.each<[LocalOp, Record<string, AttributeValue>, string]>([
    ['StridedSlice', { ellipsis_mask: { integer: 1 } }, 'StridedSlice (ellipsis_mask)'],
    ['BiasAdd', { data_format: { bytes: Buffer.from('NCHW') } }, 'BiasAdd (NCHW)'],
    ['Cast', { DstT: { type: dataTypes.DT_HALF } }, 'Cast (to DT_HALF)'],
    ['ParseExampleV2', { num_sparse: { integer: 1 } }, 'ParseExampleV2 (sparse features)'],
  ])('%s: names the form that is not run when the model is loaded', (op, attributes, name) => {
    expect(faultOf(() => ops[op](node('node', op, [], attributes)))).toContain(
      `op_not_supported: The model needs the TensorFlow op ${name}`,
    );
  });
});

describe('ops: ParseExampleV2', () => {
  const attributes = {
    Tdense: listMessage({ types: [dataTypes.DT_FLOAT, dataTypes.DT_STRING, dataTypes.DT_INT64] }),
    dense_shapes: listMessage({ shapes: [shapeMessage(1), shapeMessage(1), shapeMessage(2)] }),
  };
  const none = texts([], 0);
  const parse = (rows: readonly ReadonlyMap<string, never>[] | readonly Map<string, unknown>[]) =>
    run(
      'ParseExampleV2',
      [
        { kind: 'examples', rows } as Value,
        none,
        none,
        texts(['LOAN', 'JOB', 'PAIR'], 3),
        none,
        floats([NaN], 1),
        texts([''], 1),
        { kind: 'int64', shape: [0], values: new BigInt64Array(0) },
      ],
      attributes,
    );
  const pair = { kind: 'int64', values: [1n, 2n] };

  it('takes the default for what is missing or empty, and ignores what the graph does not ask for', () => {
    const rows = [
      new Map<string, unknown>([
        ['LOAN', { kind: 'float', values: [1.5] }],
        ['AGE', { kind: 'float', values: [7] }],
        ['PAIR', pair],
      ]),
      new Map<string, unknown>([
        ['JOB', { kind: 'string', values: ['x'] }],
        ['LOAN', { kind: 'none' }],
        ['PAIR', pair],
      ]),
    ];
    expect(parse(rows)).toEqual([
      floats([1.5, NaN], 2, 1),
      texts(['', 'x'], 2, 1),
      { kind: 'int64', shape: [2, 2], values: BigInt64Array.from([1n, 2n, 1n, 2n]) },
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'an int64 for a float',
      { LOAN: { kind: 'int64', values: [1n] }, PAIR: pair },
      "Key: LOAN, Index: 0. Data types don't match. Data type: int64 but expected type: float.",
    ],
    ['a missing feature without default', {}, 'Feature: PAIR (data type: int64) is required'],
    [
      'another number of values',
      { PAIR: { kind: 'int64', values: [1n] } },
      'Key: PAIR, Index: 0. Number of values: 1, but expected: 2',
    ],
  ])('refuses %s', (_, row, message) => {
    expect(faultOf(() => parse([new Map(Object.entries(row))]))).toContain(message);
  });
});
