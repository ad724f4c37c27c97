import { list, optional, plain } from './fields';
import { map, message } from './message';
import type {
  AttributeList,
  AttributeValue,
  FunctionLibrary,
  Graph,
  GraphFunction,
  GraphNode,
  GraphVersions,
  MetaGraph,
  MetaInfo,
  SavedModel,
  Signature,
  Tensor,
  TensorInfo,
  TensorShape,
} from './types';
import { bool, bytes, double, float, int32, int64, text } from './wire';

/** No message here holds itself, so that reading cannot nest without bound (function attributes keep their name only). */
const shape = message<TensorShape>({
  dimensions: list(2, message<{ size: number }>({ size: plain(1, int64) })),
  unknownRank: plain(3, bool),
});

const tensor = message<Tensor>({
  dataType: plain(1, int32),
  shape: optional(2, shape),
  content: plain(4, bytes),
  floats: list(5, float),
  doubles: list(6, double),
  integers: list(7, int32),
  strings: list(8, bytes),
  longIntegers: list(10, int64),
  booleans: list(11, bool),
});

const attributeList = message<AttributeList>({
  bytes: list(2, bytes),
  integers: list(3, int64),
  floats: list(4, float),
  booleans: list(5, bool),
  types: list(6, int32),
  shapes: list(7, shape),
});

const named = message<{ name: string }>({ name: plain(1, text) });

const attribute = message<AttributeValue>(
  {
    list: optional(1, attributeList),
    bytes: optional(2, bytes),
    integer: optional(3, int64),
    float: optional(4, float),
    boolean: optional(5, bool),
    type: optional(6, int32),
    shape: optional(7, shape),
    tensor: optional(8, tensor),
    placeholder: optional(9, text),
    function: optional(10, named),
  },
  { oneOf: true },
);

const node = message<GraphNode>({
  name: plain(1, text),
  op: plain(2, text),
  inputs: list(3, text),
  device: plain(4, text),
  attributes: map(5, attribute),
});

const functionLibrary = message<FunctionLibrary>({
  functions: list(1, message<GraphFunction>({ signature: optional(1, named), nodes: list(3, node) })),
});

const graph = message<Graph>({
  nodes: list(1, node),
  library: optional(2, functionLibrary),
  versions: optional(4, message<GraphVersions>({ producer: plain(1, int32), minConsumer: plain(2, int32) })),
});

const tensorInfo = message<TensorInfo>({
  tensor: plain(1, text),
  dataType: plain(2, int32),
  shape: optional(3, shape),
});

const signature = message<Signature>({
  inputs: map(1, tensorInfo),
  outputs: map(2, tensorInfo),
  method: plain(3, text),
});

const metaGraph = message<MetaGraph>({
  metaInfo: optional(1, message<MetaInfo>({ tags: list(4, text), tensorflowVersion: plain(5, text) })),
  graph: optional(2, graph),
  signatures: map(5, signature),
});

/** The whole file. */
export const savedModel = message<SavedModel>({
  schemaVersion: plain(1, int64),
  metaGraphs: list(2, metaGraph),
});
