import type { Tensor } from '../../formats/tensorflow-serving/tensor';
import { checkSize, fault } from './kernel';
import { pick } from './rearrange';

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
 * The tensor in a form in which going round and round its elements gives the elements of the common shape. Most inputs
 * are that already: the common shape itself, its last dimensions, or a scalar. Others are written out.
 */
export function stretch<T extends Tensor>(source: T, common: readonly number[]): T {
  const { shape } = source;
  const first = shape.findIndex((size) => size !== 1);
  const tail = first === -1 ? [] : shape.slice(first);
  if (tail.every((size, at) => size === common[common.length - tail.length + at])) return source;
  const steps = stepsOf(shape);
  const offset = common.length - shape.length;
  const strides = common.map((_, axis) => ((shape[axis - offset] ?? 1) === 1 ? 0 : (steps[axis - offset] ?? 0)));
  return pick(source, common, walk(common, strides));
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
