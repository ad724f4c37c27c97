import type { GraphNode } from '../../../formats/saved-model/types';
import type { FloatTensor, Int32Tensor } from '../../../formats/tensorflow-serving/tensor';
import { broadcastShape, stretch } from '../broadcast';
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
    return combine(left, right, { kind: 'int32', shape, values: new Int32Array(checkSize(shape)) }, int32);
  }
  const [left, right] = [take(inputs, 0, 'float'), take(inputs, 1, 'float')];
  const shape = broadcastShape([left.shape, right.shape]);
  return combine(left, right, { kind: 'float', shape, values: new Float32Array(checkSize(shape)) }, float);
}

function combine<T extends FloatTensor | Int32Tensor>(left: T, right: T, result: T, operation: Operation): T {
  const ours = stretch(left, result.shape).values;
  const theirs = stretch(right, result.shape).values;
  const { values } = result;
  for (let at = 0, one = 0, other = 0; at < values.length; at += 1) {
    values[at] = operation(ours[one]!, theirs[other]!);
    if ((one += 1) === ours.length) one = 0;
    if ((other += 1) === theirs.length) other = 0;
  }
  return result;
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
