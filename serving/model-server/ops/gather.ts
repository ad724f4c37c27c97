import type { GraphNode } from '../../../formats/saved-model/types';
import { sizeOf, type Tensor } from '../../../formats/tensorflow-serving/tensor';
import { checkSize, fault, type Kernel, resolveAxis, takeIndices, takeInteger, takeTensor } from '../kernel';
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
    return [gather(values, takeIndices(inputs, 1), indices.shape, axis, batchDims)];
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
  indices: Int32Array,
  indexShape: readonly number[],
  axis: number,
  batchDims: number,
): Tensor {
  const { shape } = source;
  const length = shape[axis] ?? 0;
  const batches = sizeOf(shape.slice(0, batchDims));
  const outer = sizeOf(shape.slice(batchDims, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  const count = sizeOf(indexShape.slice(batchDims));
  const result = [...shape.slice(0, axis), ...indexShape.slice(batchDims), ...shape.slice(axis + 1)];
  const positions = new Int32Array(checkSize(result));
  let to = 0;
  for (let block = 0; block < batches * outer; block += 1) {
    const row = Math.floor(block / outer) * count;
    const start = block * length;
    for (let at = 0; at < count; at += 1) {
      const index = indices[row + at]!;
      if (index < 0 || index >= length) throw fault(`GatherV2 at ${index} of ${length} elements`);
      const first = (start + index) * inner;
      for (let offset = 0; offset < inner; offset += 1) positions[to++] = first + offset;
    }
  }
  return pick(source, result, positions);
}
