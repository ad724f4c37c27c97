import type { GraphNode } from '../../../formats/saved-model/types';
import { sizeOf, type Tensor } from '../../../formats/tensorflow-serving/tensor';
import { checkSize, fault, type Kernel, resolveAxis, takeInteger, takeTensor } from '../kernel';
import { joinFlat, pick, reshape } from '../rearrange';

/** Inputs: the tensors, then the axis. */
export function concatV2(): Kernel {
  return (inputs) => {
    const tensors = inputs.slice(0, -1).map((_, at) => takeTensor(inputs, at));
    return [concatenate(tensors, takeInteger(inputs, inputs.length - 1))];
  };
}

/** Puts tensors of one shape side by side along a new axis. */
export function pack({ attributes }: GraphNode): Kernel {
  const axis = attributes['axis']?.integer ?? 0;
  return (inputs) => {
    const tensors = inputs.map((_, at) => takeTensor(inputs, at));
    const sizes = tensors[0]?.shape ?? [];
    if (tensors.some(({ shape }) => shape.join() !== sizes.join())) throw fault('Pack of different shapes');
    const at = resolveAxis(axis, sizes.length + 1);
    return [
      concatenate(
        tensors.map((tensor) => reshape(tensor, [...sizes.slice(0, at), 1, ...sizes.slice(at)])),
        at,
      ),
    ];
  };
}

function concatenate(tensors: readonly Tensor[], requestedAxis: number): Tensor {
  const first = tensors[0]?.shape ?? [];
  const axis = resolveAxis(requestedAxis, first.length);
  const others = (shape: readonly number[]): string => shape.map((size, at) => (at === axis ? '*' : size)).join();
  if (tensors.some(({ shape }) => others(shape) !== others(first))) {
    throw fault(`shapes do not go together: ${tensors.map(({ shape }) => `[${shape.join()}]`).join(' and ')}`);
  }
  const length = tensors.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
  const shape = first.map((size, at) => (at === axis ? length : size));
  return pick(joinFlat(tensors), shape, positions(tensors, axis, checkSize(shape)));
}

/** Tensor after tensor lies in the joined values; the result takes a piece of each in turn. */
function positions(tensors: readonly Tensor[], axis: number, size: number): Int32Array {
  const result = new Int32Array(size);
  const rounds = sizeOf((tensors[0]?.shape ?? []).slice(0, axis));
  let to = 0;
  for (let round = 0; round < rounds; round += 1) {
    let start = 0;
    for (const { shape, values } of tensors) {
      const piece = sizeOf(shape.slice(axis));
      for (let at = 0; at < piece; at += 1) result[to++] = start + round * piece + at;
      start += values.length;
    }
  }
  return result;
}
