import type { GraphNode } from '../../../formats/saved-model/types';
import type { FloatTensor, Int32Tensor } from '../../../formats/tensorflow-serving/tensor';
import { broadcastShape, positionsIn } from '../broadcast';
import { checkSize, type Kernel, refuseForm, take, takeTensor, type Value } from '../kernel';

/**
 * Floats are 32 bits wide: every result is stored in a Float32Array, which rounds. One operation on two such values is
 * exact enough in 64 bits that rounding its result gives what 32-bit arithmetic gives.
 */
type Operation = (left: number, right: number) => number;

function binary(inputs: readonly Value[], float: Operation, int32: Operation | undefined): FloatTensor | Int32Tensor {
  if (int32 !== undefined && takeTensor(inputs, 0).kind === 'int32') {
    const [left, right] = [take(inputs, 0, 'int32'), take(inputs, 1, 'int32')];
    const shape = broadcastShape([left.shape, right.shape]);
    const values = new Int32Array(checkSize(shape));
    combine(left, right, shape, values, int32);
    return { kind: 'int32', shape, values };
  }
  const [left, right] = [take(inputs, 0, 'float'), take(inputs, 1, 'float')];
  const shape = broadcastShape([left.shape, right.shape]);
  const values = new Float32Array(checkSize(shape));
  combine(left, right, shape, values, float);
  return { kind: 'float', shape, values };
}

function combine<V extends Float32Array | Int32Array>(
  left: { readonly shape: readonly number[]; readonly values: V },
  right: { readonly shape: readonly number[]; readonly values: V },
  shape: readonly number[],
  result: V,
  operation: Operation,
): void {
  const leftAt = positionsIn(left.shape, shape);
  const rightAt = positionsIn(right.shape, shape);
  for (let at = 0; at < result.length; at += 1) {
    result[at] = operation(left.values[leftAt(at)] ?? NaN, right.values[rightAt(at)] ?? NaN);
  }
}

function unary(inputs: readonly Value[], operation: (value: number) => number): FloatTensor {
  const { shape, values } = take(inputs, 0, 'float');
  return { kind: 'float', shape, values: values.map(operation) };
}

export function addV2(): Kernel {
  const add: Operation = (left, right) => left + right;
  return (inputs) => [binary(inputs, add, add)];
}

/** Adds one value a channel; channels are the last dimension, as everywhere but on graphics cards. */
export function biasAdd(node: GraphNode): Kernel {
  const format = node.attributes['data_format']?.bytes;
  if (format !== undefined && Buffer.from(format).toString('latin1') !== 'NHWC') throw refuseForm(node, 'NCHW');
  return addV2();
}

export function sub(): Kernel {
  const subtract: Operation = (left, right) => left - right;
  return (inputs) => [binary(inputs, subtract, subtract)];
}

export function mul(): Kernel {
  return (inputs) => [binary(inputs, (left, right) => left * right, Math.imul)];
}

export function realDiv(): Kernel {
  return (inputs) => [binary(inputs, (left, right) => left / right, undefined)];
}

export function neg(): Kernel {
  return (inputs) => [unary(inputs, (value) => -value)];
}

/** Of NaN it is NaN, as in TensorFlow. */
export function relu(): Kernel {
  return (inputs) => [unary(inputs, (value) => (value < 0 ? 0 : value))];
}

export function sigmoid(): Kernel {
  return (inputs) => [unary(inputs, (value) => 1 / (1 + Math.exp(-value)))];
}
