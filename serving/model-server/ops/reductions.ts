import type { GraphNode } from '../../../formats/saved-model/types';
import type { FloatTensor, Int32Tensor } from '../../../formats/tensorflow-serving/tensor';
import { stepsOf, walk } from '../broadcast';
import { checkSize, fault, type Kernel, resolveAxis, take, takeIntegers, takeTensor } from '../kernel';

/**
 * Sums over the given axes. TensorFlow adds 32-bit floats in an order of its own; here they are added in 64 bits and
 * rounded once, which is at least as close to the true sum.
 */
export function sum({ attributes }: GraphNode): Kernel {
  const keep = attributes['keep_dims']?.boolean ?? false;
  return (inputs) => {
    const source = takeTensor(inputs, 0);
    if (source.kind !== 'float' && source.kind !== 'int32') throw fault(`Sum of ${source.kind}`);
    const axes = new Set(takeIntegers(inputs, 1).map((axis) => resolveAxis(axis, source.shape.length)));
    return [sumOver(source, axes, keep)];
  };
}

function sumOver(
  source: FloatTensor | Int32Tensor,
  axes: ReadonlySet<number>,
  keep: boolean,
): FloatTensor | Int32Tensor {
  const kept = source.shape.map((size, axis) => (axes.has(axis) ? 1 : size));
  const steps = stepsOf(kept).map((step, axis) => (axes.has(axis) ? 0 : step));
  const totals = new Float64Array(checkSize(kept));
  const places = walk(source.shape, steps);
  for (let from = 0; from < places.length; from += 1) totals[places[from]!]! += source.values[from]!;
  const shape = keep ? kept : kept.filter((_, axis) => !axes.has(axis));
  if (source.kind === 'float') return { kind: 'float', shape, values: new Float32Array(totals) };
  return { kind: 'int32', shape, values: new Int32Array(totals) };
}

/** Over the last dimension; the largest value is taken off first, so that nothing overflows. */
export function softmax(): Kernel {
  return (inputs) => {
    const { shape, values } = take(inputs, 0, 'float');
    const width = shape.at(-1);
    if (width === undefined) throw fault('Softmax of a scalar');
    const result = new Float32Array(values.length);
    for (let start = 0; start < values.length; start += width) {
      const row = values.subarray(start, start + width);
      const largest = row.reduce((one, other) => Math.max(one, other), -Infinity);
      const powers = Float64Array.from(row, (value) => Math.exp(value - largest));
      const total = powers.reduce((one, other) => one + other, 0);
      powers.forEach((power, at) => (result[start + at] = power / total));
    }
    return [{ kind: 'float', shape, values: result }];
  };
}

/** Two matrices of floats; sums of products are made in 64 bits and rounded once. */
export function matMul({ attributes }: GraphNode): Kernel {
  const turnLeft = attributes['transpose_a']?.boolean ?? false;
  const turnRight = attributes['transpose_b']?.boolean ?? false;
  return (inputs) => {
    const left = matrix(take(inputs, 0, 'float'), turnLeft);
    const right = matrix(take(inputs, 1, 'float'), turnRight);
    if (left.columns !== right.rows) throw fault(`MatMul of ${left.columns} columns with ${right.rows} rows`);
    const shape = [left.rows, right.columns];
    const values = new Float32Array(checkSize(shape));
    for (let at = 0; at < values.length; at += 1) {
      const [row, column] = [Math.floor(at / right.columns), at % right.columns];
      let total = 0;
      for (let step = 0; step < left.columns; step += 1) total += left.at(row, step) * right.at(step, column);
      values[at] = total;
    }
    return [{ kind: 'float', shape, values }];
  };
}

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  at(row: number, column: number): number;
}

function matrix({ shape, values }: FloatTensor, turned: boolean): Matrix {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2) {
    throw fault(`MatMul of [${shape.join(',')}], which is no matrix`);
  }
  if (turned) return { rows: columns, columns: rows, at: (row, column) => values[column * columns + row] ?? NaN };
  return { rows, columns, at: (row, column) => values[row * columns + column] ?? NaN };
}
