import { dataTypes } from '../../formats/saved-model/data-types';
import { encodeSavedModel } from '../../formats/saved-model/encode';
import type { AttributeValue, GraphNode, Signature, Tensor } from '../../formats/saved-model/types';
import type { ZipEntry } from '../../formats/zip/write-zip';

type DataType = keyof typeof dataTypes;

/** Features by name and type, and signatures by name: enough of a model to be read, not to be run. */
export interface SampleGraph {
  readonly features?: Readonly<Record<string, DataType>>;
  readonly signatures?: Readonly<Record<string, Signature>>;
  readonly readsVariables?: boolean;
}

export function tensor(type: DataType, ...shape: number[]) {
  const dimensions = shape.map((size) => ({ size }));
  return { tensor: 'x:0', dataType: dataTypes[type], shape: { dimensions, unknownRank: false } };
}

export const classify: Signature = {
  method: 'tensorflow/serving/classify',
  inputs: { inputs: tensor('DT_STRING', -1) },
  outputs: { classes: tensor('DT_STRING', -1, 2), scores: tensor('DT_FLOAT', -1, 2) },
};

export function sampleGraph(graph: SampleGraph = {}): Buffer {
  const { features = { LOAN: 'DT_FLOAT', REASON: 'DT_STRING' }, signatures = { serving_default: classify } } = graph;
  const names = Object.keys(features);
  const nodes: GraphNode[] = [
    node('x', 'Placeholder'),
    { ...node('keys', 'Const'), attributes: { value: { tensor: texts(names) } } },
    {
      ...node('parse', 'ParseExampleV2', ['x', 'x', 'x', 'keys']),
      attributes: { Tdense: typeList(Object.values(features)) },
    },
    ...(graph.readsVariables ? [node('restore', 'RestoreV2')] : []),
  ];
  const metaInfo = { tags: ['serve'], tensorflowVersion: '2.21.0' };
  return Buffer.from(encodeSavedModel({ schemaVersion: 1, metaGraphs: [{ metaInfo, graph: { nodes }, signatures }] }));
}

function node(name: string, op: string, inputs: string[] = []): GraphNode {
  return { name, op, inputs, device: '', attributes: {} };
}

function texts(values: readonly string[]): Tensor {
  const empty = { content: new Uint8Array(), floats: [], doubles: [], integers: [], longIntegers: [], booleans: [] };
  return { ...empty, dataType: dataTypes.DT_STRING, strings: values.map((value) => Buffer.from(value)) };
}

function typeList(types: readonly DataType[]): AttributeValue {
  const empty = { bytes: [], integers: [], floats: [], booleans: [], shapes: [] };
  return { list: { ...empty, types: types.map((type) => dataTypes[type]) } };
}

export function json(path: string, value: unknown): ZipEntry {
  return { path, bytes: Buffer.from(JSON.stringify(value)) };
}

export const modelProperties = {
  name: 'sample',
  algorithm: 'Gradient boosting',
  targetVariable: 'BAD',
  targetEvent: 1,
  tool: 'Python 3',
  toolVersion: '3.8.5',
};

export const inputVariables = [
  { name: 'LOAN', length: 8, type: 'decimal', level: 'interval' },
  { name: 'REASON', length: 7, type: 'string', level: 'nominal' },
];

export const outputVariables = [{ name: 'P_BAD1', length: 8, type: 'decimal', level: 'interval' }];

/** A sound SAS package with the model in `1/`; replace or remove (undefined) files by path. */
export function sampleFiles(changes: Readonly<Record<string, unknown>> = {}): ZipEntry[] {
  const files: Readonly<Record<string, unknown>> = {
    'ModelProperties.json': modelProperties,
    'inputVar.json': inputVariables,
    'outputVar.json': outputVariables,
    '1/saved_model.pb': sampleGraph(),
    ...changes,
  };
  return Object.entries(files).flatMap(([path, content]) => {
    if (content === undefined) return [];
    return [Buffer.isBuffer(content) ? { path, bytes: content } : json(path, content)];
  });
}
