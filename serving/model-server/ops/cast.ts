import { dataTypeName } from '../../../formats/saved-model/data-types';
import type { GraphNode } from '../../../formats/saved-model/types';
import { kindOf, type Tensor, type TensorKind } from '../../../formats/tensorflow-serving/tensor';
import { fault, type Kernel, refuseForm, takeTensor } from '../kernel';

/** Between numbers and truth values; fractions are cut off. */
export function cast(node: GraphNode): Kernel {
  const dtype = dataTypeName(node.attributes['DstT']?.type ?? 0);
  const kind = kindOf(dtype);
  if (kind === undefined || kind === 'string') throw refuseForm(node, `to ${dtype}`);
  return (inputs) => [convert(takeTensor(inputs, 0), kind)];
}

const smallestInt32 = -(2 ** 31);

/** What processors give for a number that no 32-bit integer can hold, NaN included. */
function toInt32(value: number): number {
  const whole = Math.trunc(value);
  return whole >= smallestInt32 && whole < 2 ** 31 ? whole : smallestInt32;
}

function toInt64(value: number): bigint {
  const whole = Math.trunc(value);
  return whole >= -(2 ** 63) && whole < 2 ** 63 ? BigInt(whole) : -(2n ** 63n);
}

function convert(source: Tensor, kind: Exclude<TensorKind, 'string'>): Tensor {
  if (source.kind === kind) return source;
  if (source.kind === 'string') throw fault('Cast got string');
  const { shape } = source;
  const numbers = source.kind === 'int64' ? Float64Array.from(source.values, Number) : source.values;
  switch (kind) {
    case 'float':
      return { kind, shape, values: new Float32Array(numbers) };
    case 'int32':
      return { kind, shape, values: narrow(source, numbers) };
    case 'int64':
      return { kind, shape, values: BigInt64Array.from(Array.from(numbers, toInt64)) };
    case 'bool':
      return { kind, shape, values: new Uint8Array(numbers.length).map((_, at) => (numbers[at] === 0 ? 0 : 1)) };
  }
}

/** Truth values are whole, a long integer keeps its low 32 bits, and a float that does not fit has no low bits to keep. */
function narrow(source: Tensor, numbers: ArrayLike<number>): Int32Array {
  if (source.kind === 'bool') return new Int32Array(numbers);
  if (source.kind === 'int64') return Int32Array.from(source.values, (value) => Number(BigInt.asIntN(32, value)));
  return Int32Array.from(numbers, toInt32);
}
