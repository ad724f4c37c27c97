import { StewardError } from '../../domain/errors';
import type { GraphNode } from '../../formats/saved-model/types';
import type { Example } from '../../formats/tensorflow-serving/read-examples';
import { sizeOf, type Tensor, type TensorKind } from '../../formats/tensorflow-serving/tensor';

/** A batch of tf.Examples on its way to ParseExampleV2: read from JSON, never serialised in between. */
export interface Examples {
  readonly kind: 'examples';
  readonly rows: readonly Example[];
}

export type Value = Tensor | Examples;

/** Runs one node: the values of its inputs to those of its outputs. Pure. Throws `model_run_failed`. */
export type Kernel = (inputs: readonly Value[]) => readonly Value[];

/** Reads a node's attributes once, when the model is loaded. Throws for a form of the op that is not run here. */
export type MakeKernel = (node: GraphNode) => Kernel;

/** What one tensor may hold: 128 MB of floats. Rows are bounded before; this stops graphs that multiply them. */
const maxElements = 2 ** 25;

export function fault(why: string): StewardError {
  return new StewardError('model_run_failed', { why });
}

/** For a form of an op that the reference trainer never writes; refused when the model is loaded. */
export function refuseForm(node: GraphNode, form: string): StewardError {
  return new StewardError('op_not_supported', {
    op: `${node.op} (${form})`,
    runner: 'Release it to a kubernetes or docker environment, where TensorFlow Serving runs it.',
  });
}

export function checkSize(shape: readonly number[]): number {
  const size = sizeOf(shape);
  if (size > maxElements) throw fault(`a tensor of the shape [${shape.join(',')}] is too large`);
  return size;
}

/** Input `at` of a node, which must be there and of this kind. */
export function take<K extends TensorKind>(
  inputs: readonly Value[],
  at: number,
  kind: K,
): Extract<Tensor, { kind: K }> {
  const value = inputs[at];
  if (value?.kind !== kind) throw fault(`an op got ${value?.kind ?? 'nothing'} where it takes ${kind}`);
  return value as Extract<Tensor, { kind: K }>;
}

export function takeTensor(inputs: readonly Value[], at: number): Tensor {
  const value = inputs[at];
  if (value === undefined || value.kind === 'examples') throw fault(`an op got ${value?.kind ?? 'nothing'}`);
  return value;
}

/** The numbers of an input that holds indices. */
export function takeIndices(inputs: readonly Value[], at: number): Int32Array {
  const value = inputs[at];
  if (value?.kind === 'int32') return value.values;
  if (value?.kind === 'int64') return Int32Array.from(value.values, Number);
  throw fault(`an op got ${value?.kind ?? 'nothing'} where it takes whole numbers`);
}

/** The numbers of an input that holds a shape, axes or positions. */
export function takeIntegers(inputs: readonly Value[], at: number): number[] {
  return Array.from(takeIndices(inputs, at));
}

export function takeInteger(inputs: readonly Value[], at: number): number {
  const [value, ...others] = takeIntegers(inputs, at);
  if (value === undefined || others.length > 0) throw fault('an op got several numbers where it takes one');
  return value;
}

/** An axis counts from the end when negative; `rank` itself is allowed only where a dimension is added. */
export function resolveAxis(axis: number, rank: number): number {
  const resolved = axis < 0 ? axis + rank : axis;
  if (resolved < 0 || resolved >= rank) throw fault(`axis ${axis} of a tensor with ${rank} dimensions`);
  return resolved;
}
