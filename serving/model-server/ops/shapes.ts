import { dataTypes } from '../../../formats/saved-model/data-types';
import type { GraphNode } from '../../../formats/saved-model/types';
import { sizeOf } from '../../../formats/tensorflow-serving/tensor';
import { stepsOf, walk } from '../broadcast';
import {
  checkSize,
  fault,
  type Kernel,
  refuseForm,
  resolveAxis,
  takeInteger,
  takeIntegers,
  takeTensor,
} from '../kernel';
import { pick, reshape as withShape } from '../rearrange';

/** The sizes of the input, as 32- or 64-bit integers. */
export function shape({ attributes }: GraphNode): Kernel {
  const long = attributes['out_type']?.type === dataTypes.DT_INT64;
  return (inputs) => {
    const sizes = takeTensor(inputs, 0).shape;
    const own = [sizes.length];
    return [
      long
        ? { kind: 'int64', shape: own, values: BigInt64Array.from(sizes.map(BigInt)) }
        : { kind: 'int32', shape: own, values: Int32Array.from(sizes) },
    ];
  };
}

/** One size may be -1: what is left over. */
export function reshape(): Kernel {
  return (inputs) => {
    const source = takeTensor(inputs, 0);
    const wanted = takeIntegers(inputs, 1);
    const known = sizeOf(wanted.filter((size) => size !== -1));
    const free = known === 0 ? 0 : source.values.length / known;
    const sizes = wanted.map((size) => (size === -1 ? free : size));
    const open = wanted.filter((size) => size === -1).length;
    const possible = sizes.every((size) => Number.isInteger(size) && size >= 0) && open <= 1;
    if (!possible || sizeOf(sizes) !== source.values.length) {
      throw fault(`Reshape of [${source.shape.join(',')}] to [${wanted.join(',')}]`);
    }
    return [withShape(source, sizes)];
  };
}

export function expandDims(): Kernel {
  return (inputs) => {
    const source = takeTensor(inputs, 0);
    const axis = resolveAxis(takeInteger(inputs, 1), source.shape.length + 1);
    return [withShape(source, [...source.shape.slice(0, axis), 1, ...source.shape.slice(axis)])];
  };
}

export function fill(): Kernel {
  return (inputs) => {
    const sizes = takeIntegers(inputs, 0);
    if (sizes.some((size) => size < 0)) throw fault(`Fill of the shape [${sizes.join(',')}]`);
    const value = takeTensor(inputs, 1);
    if (value.values.length !== 1) throw fault('Fill with several values');
    return [pick(value, sizes, new Int32Array(checkSize(sizes)))];
  };
}

/** Repeats the input along each dimension. */
export function tile(): Kernel {
  return (inputs) => {
    const source = takeTensor(inputs, 0);
    const times = takeIntegers(inputs, 1);
    if (times.length !== source.shape.length || times.some((count) => count < 0)) {
      throw fault(`Tile of [${source.shape.join(',')}] by [${times.join(',')}]`);
    }
    const steps = stepsOf(source.shape);
    const sizes = source.shape.map((size, axis) => size * (times[axis] ?? 1));
    // Each dimension is walked as (repetition, position); a repetition starts where the last one did.
    const walked = source.shape.flatMap((size, axis) => [times[axis] ?? 1, size]);
    const strides = steps.flatMap((step) => [0, step]);
    return [pick(source, sizes, walk(walked, strides))];
  };
}

interface Slice {
  readonly begin: number;
  readonly size: number;
  readonly stride: number;
  /** The dimension is taken at one position and vanishes. */
  readonly shrink: boolean;
}

/** Slices like Python's, one a dimension; dimensions without one are taken whole. */
export function stridedSlice(node: GraphNode): Kernel {
  const mask = (name: string): number => node.attributes[name]?.integer ?? 0;
  if (mask('ellipsis_mask') !== 0) throw refuseForm(node, 'ellipsis_mask');
  if (mask('new_axis_mask') !== 0) throw refuseForm(node, 'new_axis_mask');
  const has = (name: string, axis: number): boolean => ((mask(name) >> axis) & 1) === 1;
  return (inputs) => {
    const source = takeTensor(inputs, 0);
    const [begins, ends, strides] = [takeIntegers(inputs, 1), takeIntegers(inputs, 2), takeIntegers(inputs, 3)];
    if (begins.length > source.shape.length) throw fault('StridedSlice of more dimensions than there are');
    const slices = source.shape.map((size, axis) =>
      sliceAxis(size, {
        begin: axis >= begins.length || has('begin_mask', axis) ? undefined : begins[axis],
        end: axis >= begins.length || has('end_mask', axis) ? undefined : ends[axis],
        stride: axis >= begins.length ? 1 : (strides[axis] ?? 1),
        shrink: axis < begins.length && has('shrink_axis_mask', axis),
      }),
    );
    const steps = stepsOf(source.shape);
    const start = slices.reduce((sum, { begin }, axis) => sum + begin * (steps[axis] ?? 0), 0);
    const moves = slices.map(({ stride }, axis) => stride * (steps[axis] ?? 0));
    const positions = walk(
      slices.map(({ size }) => size),
      moves,
      start,
    );
    return [
      pick(
        source,
        slices.filter(({ shrink }) => !shrink).map(({ size }) => size),
        positions,
      ),
    ];
  };
}

interface Bounds {
  readonly begin: number | undefined;
  readonly end: number | undefined;
  readonly stride: number;
  readonly shrink: boolean;
}

function sliceAxis(size: number, { begin, end, stride, shrink }: Bounds): Slice {
  if (stride === 0) throw fault('StridedSlice with stride 0');
  if (shrink) return { begin: resolveAxis(begin ?? 0, size), size: 1, stride, shrink };
  const forward = stride > 0;
  const clamp = (at: number): number => {
    const resolved = at < 0 ? at + size : at;
    return forward ? Math.min(Math.max(resolved, 0), size) : Math.min(Math.max(resolved, -1), size - 1);
  };
  const from = begin === undefined ? (forward ? 0 : size - 1) : clamp(begin);
  const to = end === undefined ? (forward ? size : -1) : clamp(end);
  return { begin: from, size: Math.max(0, Math.ceil((to - from) / stride)), stride, shrink };
}
