import type { GraphNode } from '../../../formats/saved-model/types';
import { sizeOf, type Tensor } from '../../../formats/tensorflow-serving/tensor';
import { checkSize, fault, type Kernel, resolveAxis, takeInteger, takeIntegers, takeTensor } from '../kernel';
import { pick } from '../rearrange';

/**
 * Inputs: values, indices, axis. The first `batch_dims` dimensions of values and indices are the same rows; in each row
 * the elements at the indices along the axis are taken.
 */
export function gatherV2({ attributes }: GraphNode): Kernel {
  const batch = attributes['batch_dims']?.integer ?? 0;
  return (inputs) => {
    const values = takeTensor(inputs, 0);
    const indices = takeTensor(inputs, 1);
    const axis = resolveAxis(takeInteger(inputs, 2), values.shape.length);
    const batchDims = batch < 0 ? batch + indices.shape.length : batch;
    checkBatch(values.shape, indices.shape, batchDims, axis);
    return [gather(values, takeIntegers(inputs, 1), indices.shape, axis, batchDims)];
  };
}

function checkBatch(values: readonly number[], indices: readonly number[], batchDims: number, axis: number): void {
  const same = values.slice(0, batchDims).join() === indices.slice(0, batchDims).join();
  if (batchDims < 0 || batchDims > indices.length || batchDims > axis || !same) {
    throw fault(`GatherV2 of [${values.join()}] at [${indices.join()}] with ${batchDims} batch dimensions`);
  }
}

function gather(
  source: Tensor,
  indices: readonly number[],
  indexShape: readonly number[],
  axis: number,
  batchDims: number,
): Tensor {
  const { shape } = source;
  const length = shape[axis] ?? 0;
  const wrong = indices.find((index) => index < 0 || index >= length);
  if (wrong !== undefined) throw fault(`GatherV2 at ${wrong} of ${length} elements`);
  const batches = sizeOf(shape.slice(0, batchDims));
  const outer = sizeOf(shape.slice(batchDims, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  const count = sizeOf(indexShape.slice(batchDims));
  const result = [...shape.slice(0, axis), ...indexShape.slice(batchDims), ...shape.slice(axis + 1)];
  const positions = new Int32Array(checkSize(result));
  let to = 0;
  for (let block = 0; block < batches * outer; block += 1) {
    const row = Math.floor(block / outer) * count;
    for (let at = 0; at < count; at += 1) {
      const start = (block * length + (indices[row + at] ?? 0)) * inner;
      for (let offset = 0; offset < inner; offset += 1) positions[to++] = start + offset;
    }
  }
  return pick(source, result, positions);
}
