import { dataTypeName } from '../../formats/saved-model/data-types';
import type { Tensor as TensorMessage } from '../../formats/saved-model/types';
import { kindOf, type Tensor } from '../../formats/tensorflow-serving/tensor';
import { checkSize, fault } from './kernel';

/**
 * A constant of the graph as a tensor. Its values are little-endian in `content`, or listed, where the last one stands
 * for all that follow; no value at all is zero or "".
 */
export function readConstant(message: TensorMessage): Tensor {
  const { dataType, content } = message;
  const shape = readShape(message);
  const size = checkSize(shape);
  const kind = kindOf(dataTypeName(dataType));
  if (kind === undefined) throw fault(`a constant has the type ${dataTypeName(dataType)}`);
  if (kind === 'string') return { kind, shape, values: readStrings(message, size) };
  const bytesEach = { float: 4, int32: 4, int64: 8, bool: 1 }[kind];
  const packed = content.length > 0;
  if (packed && content.length !== size * bytesEach) throw fault('a constant has another size than its shape');
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const number = (at: number, listed: readonly number[], read: (offset: number) => number): number =>
    packed ? read(at * bytesEach) : repeatLast(listed, at, 0);
  switch (kind) {
    case 'float': {
      const read = (offset: number): number => view.getFloat32(offset, true);
      return { kind, shape, values: Float32Array.from({ length: size }, (_, at) => number(at, message.floats, read)) };
    }
    case 'int32': {
      const read = (offset: number): number => view.getInt32(offset, true);
      return { kind, shape, values: Int32Array.from({ length: size }, (_, at) => number(at, message.integers, read)) };
    }
    case 'int64':
      return { kind, shape, values: readLong(message, size, packed ? view : undefined) };
    case 'bool': {
      const listed = message.booleans.map(Number);
      const read = (offset: number): number => Number(view.getUint8(offset) !== 0);
      return { kind, shape, values: Uint8Array.from({ length: size }, (_, at) => number(at, listed, read)) };
    }
  }
}

function readShape({ shape }: TensorMessage): number[] {
  const sizes = (shape?.dimensions ?? []).map(({ size }) => size);
  if (shape?.unknownRank === true || sizes.some((size) => size < 0)) throw fault('a constant has no definite shape');
  return sizes;
}

function repeatLast<T>(values: readonly T[], at: number, none: T): T {
  return values[Math.min(at, values.length - 1)] ?? none;
}

function readStrings({ content, strings }: TensorMessage, size: number): string[] {
  if (content.length > 0) throw fault('a constant holds strings in a form that is not read here');
  const texts = strings.map((bytes) => Buffer.from(bytes).toString('latin1'));
  return Array.from({ length: size }, (_, at) => repeatLast(texts, at, ''));
}

function readLong({ longIntegers }: TensorMessage, size: number, view: DataView | undefined): BigInt64Array {
  const values = new BigInt64Array(size);
  for (let at = 0; at < size; at += 1) {
    values[at] = view === undefined ? BigInt(repeatLast(longIntegers, at, 0)) : view.getBigInt64(at * 8, true);
  }
  return values;
}
