import { dataTypes } from '../../../formats/saved-model/data-types';
import type {
  AttributeList,
  AttributeValue,
  GraphNode,
  Tensor as TensorMessage,
  TensorShape,
} from '../../../formats/saved-model/types';
import type { Tensor } from '../../../formats/tensorflow-serving/tensor';

const types = {
  float: dataTypes.DT_FLOAT,
  int32: dataTypes.DT_INT32,
  int64: dataTypes.DT_INT64,
  bool: dataTypes.DT_BOOL,
  string: dataTypes.DT_STRING,
};

export function typeNumber(kind: Tensor['kind']): number {
  return types[kind];
}

export function shapeMessage(...sizes: number[]): TensorShape {
  return { dimensions: sizes.map((size) => ({ size })), unknownRank: false };
}

export function listMessage(parts: Partial<AttributeList>): AttributeValue {
  return { list: { bytes: [], integers: [], floats: [], booleans: [], types: [], shapes: [], ...parts } };
}

/** A tensor as a graph's constant holds it, its values listed. */
export function tensorMessage(tensor: Tensor): TensorMessage {
  const { kind, shape, values } = tensor;
  return {
    dataType: types[kind],
    shape: shapeMessage(...shape),
    content: new Uint8Array(0),
    floats: kind === 'float' ? Array.from(values) : [],
    doubles: [],
    integers: kind === 'int32' ? Array.from(values) : [],
    strings: kind === 'string' ? values.map((value) => Buffer.from(value, 'latin1')) : [],
    longIntegers: kind === 'int64' ? Array.from(values, Number) : [],
    booleans: kind === 'bool' ? Array.from(values, (value) => value === 1) : [],
  };
}

export function node(
  name: string,
  op: string,
  inputs: readonly string[] = [],
  attributes: Readonly<Record<string, AttributeValue>> = {},
): GraphNode {
  return { name, op, inputs, device: '', attributes };
}

export function constant(name: string, tensor: Tensor): GraphNode {
  return node(name, 'Const', [], { dtype: { type: types[tensor.kind] }, value: { tensor: tensorMessage(tensor) } });
}

export function floats(values: readonly number[], ...shape: number[]): Tensor {
  return { kind: 'float', shape, values: Float32Array.from(values) };
}

export function ints(values: readonly number[], ...shape: number[]): Tensor {
  return { kind: 'int32', shape, values: Int32Array.from(values) };
}

export function longs(values: readonly number[], ...shape: number[]): Tensor {
  return { kind: 'int64', shape, values: BigInt64Array.from(values.map(BigInt)) };
}

export function bools(values: readonly number[], ...shape: number[]): Tensor {
  return { kind: 'bool', shape, values: Uint8Array.from(values) };
}

/** Byte texts, see byte-text.ts. */
export function texts(values: readonly string[], ...shape: number[]): Tensor {
  return { kind: 'string', shape, values };
}
