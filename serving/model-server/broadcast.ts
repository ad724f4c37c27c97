import { sizeOf } from '../../formats/tensorflow-serving/tensor';
import { checkSize, fault } from './kernel';

/** The common shape of several: dimensions are matched from the last, and one of size 1 stretches. */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  const result = Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((one) => one !== 1) ?? 1;
    if (sizes.some((one) => one !== 1 && one !== size)) {
      throw fault(`shapes do not go together: ${shapes.map((shape) => `[${shape.join(',')}]`).join(' and ')}`);
    }
    return size;
  });
  checkSize(result);
  return result;
}

/**
 * Where each element of the common shape lies in a tensor of `shape`. Most inputs are the common shape itself, its last
 * dimensions or a scalar: for them the position is the remainder by the size, and no table is made.
 */
export function positionsIn(shape: readonly number[], common: readonly number[]): (at: number) => number {
  const first = shape.findIndex((size) => size !== 1);
  const tail = first === -1 ? [] : shape.slice(first);
  const size = sizeOf(shape);
  if (tail.every((one, at) => one === common[common.length - tail.length + at])) return (at) => at % size;
  const table = positionTable(shape, common);
  return (at) => table[at] ?? 0;
}

function positionTable(shape: readonly number[], common: readonly number[]): Int32Array {
  const steps = stepsOf(shape);
  const offset = common.length - shape.length;
  const strides = common.map((_, axis) => ((shape[axis - offset] ?? 1) === 1 ? 0 : (steps[axis - offset] ?? 0)));
  return walk(common, strides);
}

/** How far apart neighbours of each dimension lie. */
export function stepsOf(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) steps[axis] = (steps[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return steps;
}

/** The positions met when `shape` is walked in row-major order with these strides, from `start` on. */
export function walk(shape: readonly number[], strides: readonly number[], start = 0): Int32Array {
  const positions = new Int32Array(checkSize(shape));
  const index = new Array<number>(shape.length).fill(0);
  let position = start;
  for (let at = 0; at < positions.length; at += 1) {
    positions[at] = position;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const next = (index[axis] ?? 0) + 1;
      position += strides[axis] ?? 0;
      if (next < (shape[axis] ?? 1)) {
        index[axis] = next;
        break;
      }
      position -= next * (strides[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return positions;
}
