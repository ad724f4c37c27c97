import { dataTypes } from '../../formats/saved-model/data-types';
import type { AttributeList, AttributeValue, GraphNode, Tensor, TensorShape } from '../../formats/saved-model/types';

/** Writes nodes in the order of the calls; names are the caller's and must differ. */
export interface GraphBuilder {
  /** Adds a node and gives its name, which refers to its first output. */
  add(
    name: string,
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>>,
  ): string;
  constant(name: string, tensor: Tensor): string;
  readonly nodes: readonly GraphNode[];
}

export function createGraphBuilder(): GraphBuilder {
  const nodes: GraphNode[] = [];
  const builder: GraphBuilder = {
    nodes,
    add(name, op, inputs, attributes) {
      nodes.push({ name, op, inputs, device: '', attributes });
      return name;
    },
    constant: (name, tensor) => builder.add(name, 'Const', [], { dtype: typeOf(tensor.dataType), value: { tensor } }),
  };
  return builder;
}

export const float = typeOf(dataTypes.DT_FLOAT);
export const int32 = typeOf(dataTypes.DT_INT32);
export const string = typeOf(dataTypes.DT_STRING);
export const bool = typeOf(dataTypes.DT_BOOL);

function typeOf(type: number): AttributeValue {
  return { type };
}

export function shapeOf(...sizes: readonly number[]): TensorShape {
  return { dimensions: sizes.map((size) => ({ size })), unknownRank: false };
}

export function listOf(parts: Partial<AttributeList>): AttributeValue {
  return { list: { bytes: [], integers: [], floats: [], booleans: [], types: [], shapes: [], ...parts } };
}

export function floatTensor(values: ArrayLike<number>, ...shape: readonly number[]): Tensor {
  const content = fourBytesEach(values, (view, at, value) => view.setFloat32(at, value, true));
  return { ...emptyTensor(dataTypes.DT_FLOAT, shape), content };
}

export function int32Tensor(values: ArrayLike<number>, ...shape: readonly number[]): Tensor {
  const content = fourBytesEach(values, (view, at, value) => view.setInt32(at, value, true));
  return { ...emptyTensor(dataTypes.DT_INT32, shape), content };
}

export function stringTensor(values: readonly string[], ...shape: readonly number[]): Tensor {
  return { ...emptyTensor(dataTypes.DT_STRING, shape), strings: values.map((value) => Buffer.from(value, 'utf8')) };
}

function emptyTensor(dataType: number, shape: readonly number[]): Tensor {
  return {
    dataType,
    shape: shapeOf(...shape),
    content: new Uint8Array(0),
    floats: [],
    doubles: [],
    integers: [],
    strings: [],
    longIntegers: [],
    booleans: [],
  };
}

function fourBytesEach(
  values: ArrayLike<number>,
  write: (view: DataView, at: number, value: number) => void,
): Uint8Array {
  const content = new Uint8Array(4 * values.length);
  const view = new DataView(content.buffer);
  for (let index = 0; index < values.length; index += 1) write(view, 4 * index, values[index]!);
  return content;
}
