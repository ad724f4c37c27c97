import { dataTypes } from '../../../formats/saved-model/data-types';
import { encodeSavedModel } from '../../../formats/saved-model/encode';
import type { GraphNode, Signature, TensorInfo } from '../../../formats/saved-model/types';
import { constant, floats, ints, listMessage, node, shapeMessage, texts } from './graphs';

const { DT_FLOAT, DT_STRING, DT_INT64 } = dataTypes;

function info(tensor: string, dataType: number, ...shape: number[]): TensorInfo {
  return { tensor, dataType, shape: shapeMessage(...shape) };
}

/** Sigmoid of LOAN / 1000, plus 1 where JOB is "Sales"; LOAN missing counts as 0. */
function addScore(prefix: string, loan: string, job: string): GraphNode[] {
  const name = (part: string): string => `${prefix}/${part}`;
  return [
    node(name('missing'), 'IsNan', [loan]),
    node(name('loan'), 'SelectV2', [name('missing'), 'zero', loan]),
    node(name('scaled'), 'RealDiv', [name('loan'), 'thousand']),
    node(name('sales'), 'Equal', [job, 'jobs']),
    node(name('flag'), 'Cast', [name('sales')], { DstT: { type: DT_FLOAT } }),
    node(name('sum'), 'AddV2', [name('scaled'), name('flag')]),
    node(name('event'), 'Sigmoid', [name('sum')]),
    node(name('other'), 'Sub', ['one', name('event')]),
    node(name('scores'), 'ConcatV2', [name('other'), name('event'), 'axis']),
    node(name('shape'), 'Shape', [name('event')]),
    node(name('classes'), 'Tile', ['labels', name('shape')]),
  ];
}

const constants = [
  constant('zero', floats([0])),
  constant('one', floats([1])),
  constant('thousand', floats([1000])),
  constant('jobs', texts(['Sales'], 1)),
  constant('axis', ints([1])),
  constant('labels', texts(['0', '1'], 1, 2)),
  constant('keys', texts(['LOAN', 'JOB'], 2)),
  constant('none', texts([], 0)),
  constant('no_number', floats([NaN], 1)),
  constant('no_text', texts([''], 1)),
];

const nodes = [
  ...constants,
  node('examples', 'Placeholder', [], { dtype: { type: DT_STRING } }),
  node('parse', 'ParseExampleV2', ['examples', 'none', 'none', 'keys', 'none', 'no_number', 'no_text'], {
    Tdense: listMessage({ types: [DT_FLOAT, DT_STRING] }),
    dense_shapes: listMessage({ shapes: [shapeMessage(1), shapeMessage(1)] }),
  }),
  node('loan', 'Placeholder', [], { dtype: { type: DT_FLOAT } }),
  node('job', 'Placeholder', [], { dtype: { type: DT_STRING } }),
  node('count', 'Placeholder', [], { dtype: { type: DT_INT64 } }),
  node('counted', 'Identity', ['count']),
  ...addScore('by_example', 'parse', 'parse:1'),
  ...addScore('by_name', 'loan', 'job'),
];

const inputs = { inputs: info('examples:0', DT_STRING, -1) };

const classify: Signature = {
  inputs,
  outputs: {
    classes: info('by_example/classes:0', DT_STRING, -1, 2),
    scores: info('by_example/scores:0', DT_FLOAT, -1, 2),
  },
  method: 'tensorflow/serving/classify',
};

export const signatures: Readonly<Record<string, Signature>> = {
  __saved_model_init_op: { inputs: {}, outputs: {}, method: '' },
  serving_default: classify,
  regression: {
    inputs,
    outputs: { outputs: info('by_example/event:0', DT_FLOAT, -1, 1) },
    method: 'tensorflow/serving/regress',
  },
  predict: {
    inputs: { LOAN: info('loan:0', DT_FLOAT, -1, 1), JOB: info('job:0', DT_STRING, -1, 1) },
    outputs: { p: info('by_name/scores:0', DT_FLOAT, -1, 2), c: info('by_name/classes:0', DT_STRING, -1, 2) },
    method: 'tensorflow/serving/predict',
  },
  count: {
    inputs: { n: info('count:0', DT_INT64, -1) },
    outputs: { n: info('counted:0', DT_INT64, -1) },
    method: 'tensorflow/serving/predict',
  },
};

/** A model small enough to know its scores: its bytes, with other nodes or signatures if given. */
export function makeModel(
  changes: { nodes?: readonly GraphNode[]; signatures?: Record<string, Signature> } = {},
): Uint8Array {
  return encodeSavedModel({
    schemaVersion: 1,
    metaGraphs: [
      {
        metaInfo: { tags: ['serve'], tensorflowVersion: '' },
        graph: { nodes: changes.nodes ?? nodes },
        signatures: changes.signatures ?? signatures,
      },
    ],
  });
}

export { nodes as modelNodes, classify as classifySignature, info as tensorInfo };
