import type { Tensor, TensorKind } from '../../formats/tensorflow-serving/tensor';
import { checkSize, fault, take } from './kernel';

/** A tensor of this shape with the elements of `source` at these positions. Every op that only moves elements is this. */
export function pick<T extends Tensor>(source: T, shape: readonly number[], positions: Int32Array): T {
  return { ...source, shape, values: pickValues(source, positions) };
}

/** Plain loops: `from` with a function takes ten times as long, and a forest picks thousands of elements a row. */
function pickValues(source: Tensor, positions: Int32Array): Tensor['values'] {
  const count = positions.length;
  switch (source.kind) {
    case 'float':
      return copy(source.values, positions, new Float32Array(count));
    case 'int32':
      return copy(source.values, positions, new Int32Array(count));
    case 'bool':
      return copy(source.values, positions, new Uint8Array(count));
    case 'int64': {
      const values = new BigInt64Array(count);
      for (let at = 0; at < count; at += 1) values[at] = source.values[positions[at]!]!;
      return values;
    }
    case 'string': {
      const values = new Array<string>(count);
      for (let at = 0; at < count; at += 1) values[at] = source.values[positions[at]!]!;
      return values;
    }
  }
}

function copy<V extends Float32Array | Int32Array | Uint8Array>(from: V, positions: Int32Array, to: V): V {
  for (let at = 0; at < positions.length; at += 1) to[at] = from[positions[at]!]!;
  return to;
}

/** The same elements in the same order under another shape. */
export function reshape(source: Tensor, shape: readonly number[]): Tensor {
  return { ...source, shape };
}

/** All elements of all tensors in one dimension, one tensor after the other; they must be of one kind. */
export function joinFlat(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors;
  if (first === undefined) throw fault('an op got nothing to put together');
  const { kind } = first;
  const total = checkSize([tensors.reduce((sum, { values }) => sum + values.length, 0)]);
  const shape = [total];
  switch (kind) {
    case 'float':
      return { kind, shape, values: fill(new Float32Array(total), allOf(tensors, kind)) };
    case 'int32':
      return { kind, shape, values: fill(new Int32Array(total), allOf(tensors, kind)) };
    case 'int64':
      return { kind, shape, values: fill(new BigInt64Array(total), allOf(tensors, kind)) };
    case 'bool':
      return { kind, shape, values: fill(new Uint8Array(total), allOf(tensors, kind)) };
    case 'string':
      return { kind, shape, values: allOf(tensors, kind).flatMap(({ values }) => values) };
  }
}

function allOf<K extends TensorKind>(tensors: readonly Tensor[], kind: K): Extract<Tensor, { kind: K }>[] {
  return tensors.map((_, at) => take(tensors, at, kind));
}

interface Settable<V> {
  readonly length: number;
  set(values: V, at: number): void;
}

function fill<V extends Settable<V>>(target: V, parts: readonly { readonly values: V }[]): V {
  let at = 0;
  for (const { values } of parts) {
    target.set(values, at);
    at += values.length;
  }
  return target;
}
