import type { Tensor, TensorKind } from '../../formats/tensorflow-serving/tensor';
import { checkSize, fault, take } from './kernel';

/** A tensor of this shape with the elements of `source` at these positions. Every op that only moves elements is this. */
export function pick(source: Tensor, shape: readonly number[], positions: Int32Array): Tensor {
  const { kind } = source;
  switch (kind) {
    case 'float':
      return { kind, shape, values: Float32Array.from(positions, (at) => source.values[at] ?? NaN) };
    case 'int32':
      return { kind, shape, values: Int32Array.from(positions, (at) => source.values[at] ?? 0) };
    case 'bool':
      return { kind, shape, values: Uint8Array.from(positions, (at) => source.values[at] ?? 0) };
    case 'int64': {
      const values = new BigInt64Array(positions.length);
      positions.forEach((from, to) => {
        values[to] = source.values[from] ?? 0n;
      });
      return { kind, shape, values };
    }
    case 'string':
      return { kind, shape, values: Array.from(positions, (at) => source.values[at] ?? '') };
  }
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
