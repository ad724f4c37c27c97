import { StewardError } from '../../domain/errors';
import type { TensorSpec } from '../../domain/package/manifest';
import { toByteText } from './byte-text';
import { fitsFloat, readBase64, refuseForm } from './read-body';
import { describeType, isArray, isObject, type ServingJson } from './serving-json';
import { kindOf, type Tensor, type TensorKind } from './tensor';

/** The largest whole number that TensorFlow Serving takes for a 32-bit float without a fraction. */
const largestWholeFloat = 2n ** 24n - 1n;

/**
 * Reads nested lists into a dense tensor of the input's type by TensorFlow Serving's rules: a float takes numbers of
 * both forms, an integer only whole ones (`5.0` is refused), lists of one level have one length. Stricter in one
 * point: the shape must fit the signature's, where TensorFlow Serving would compute with whatever came.
 */
export function readTensor(input: TensorSpec, value: ServingJson): Tensor {
  const shape = shapeOf(value);
  checkShape(input, shape);
  const flat: ServingJson[] = [];
  flatten(input.name, value, shape, 0, flat);
  return makeTensor(input, shape, flat);
}

function shapeOf(value: ServingJson): number[] {
  const shape: number[] = [];
  for (let level: ServingJson | undefined = value; isArray(level); level = level[0]) shape.push(level.length);
  return shape;
}

function checkShape({ name, shape: expected }: TensorSpec, shape: readonly number[]): void {
  if (expected === undefined) return;
  const fits = shape.length === expected.length && expected.every((size, at) => size === -1 || size === shape[at]);
  if (fits) return;
  const details = { name, sent: `[${shape.join(',')}]`, expected: `[${expected.join(',').replaceAll('-1', '?')}]` };
  throw new StewardError('scoring_shape_mismatch', details);
}

function flatten(name: string, value: ServingJson, shape: readonly number[], level: number, flat: ServingJson[]): void {
  if (!isArray(value)) {
    if (level !== shape.length) throw refuseForm(`input ${name} has a value where it has lists elsewhere`);
    flat.push(value);
    return;
  }
  if (value.length !== shape[level]) throw refuseForm(`input ${name} has lists of different lengths`);
  for (const element of value) flatten(name, element, shape, level + 1, flat);
}

function makeTensor(input: TensorSpec, shape: readonly number[], flat: readonly ServingJson[]): Tensor {
  const kind = kindOf(input.dtype);
  const { name, dtype } = input;
  if (kind === undefined) throw new StewardError('scoring_type_not_supported', { name, dtype });
  return fillTensor(kind, shape, flat, (value) => {
    if (isTooLarge(kind, value)) throw new StewardError('scoring_number_too_large', { name, type: dtype });
    throw new StewardError('scoring_type_mismatch', { name, sent: describeType(value), expected: dtype });
  });
}

/** A refused value that has the right form can only be too large. */
function isTooLarge(kind: TensorKind, value: ServingJson): boolean {
  return (
    (typeof value === 'bigint' && kind !== 'bool' && kind !== 'string') ||
    (typeof value === 'number' && kind === 'float')
  );
}

type Refuse = (value: ServingJson) => never;

function fillTensor(kind: TensorKind, shape: readonly number[], flat: readonly ServingJson[], refuse: Refuse): Tensor {
  switch (kind) {
    case 'float':
      return { kind, shape, values: Float32Array.from(flat, (value) => toFloat(value, refuse)) };
    case 'int32':
      return { kind, shape, values: Int32Array.from(flat, (value) => Number(toInteger(value, 32, refuse))) };
    case 'int64':
      return { kind, shape, values: BigInt64Array.from(flat.map((value) => toInteger(value, 64, refuse))) };
    case 'bool':
      return { kind, shape, values: Uint8Array.from(flat, (value) => Number(toBoolean(value, refuse))) };
    case 'string':
      return { kind, shape, values: flat.map((value) => toBytes(value, refuse)) };
  }
}

function toFloat(value: ServingJson, refuse: Refuse): number {
  if (typeof value === 'number' && fitsFloat(value)) return value;
  if (typeof value === 'bigint' && value <= largestWholeFloat && value >= -largestWholeFloat) return Number(value);
  return refuse(value);
}

function toInteger(value: ServingJson, bits: number, refuse: Refuse): bigint {
  return typeof value === 'bigint' && value === BigInt.asIntN(bits, value) ? value : refuse(value);
}

function toBoolean(value: ServingJson, refuse: Refuse): boolean {
  return typeof value === 'boolean' ? value : refuse(value);
}

function toBytes(value: ServingJson, refuse: Refuse): string {
  if (typeof value === 'string') return toByteText(value);
  return (isObject(value) ? readBase64(value) : undefined) ?? refuse(value);
}
