/**
 * JSON as TensorFlow Serving reads and writes it. It decides types by how a number is written, so that is kept: a
 * `bigint` is a token without fraction and exponent (`1100`), a `number` is one with (`1100.0`, `1e3`), or one of the
 * words NaN, Infinity and -Infinity, or whole but beyond 64 bits. Objects are maps, in the order of the text.
 */
export type ServingJson = null | boolean | string | number | bigint | ServingArray | ServingObject;

export type ServingArray = readonly ServingJson[];

export type ServingObject = ReadonlyMap<string, ServingJson>;

export function isArray(value: ServingJson | undefined): value is ServingArray {
  return Array.isArray(value);
}

export function isObject(value: ServingJson | undefined): value is ServingObject {
  return value instanceof Map;
}

/** What people call the type of a value; never the value itself, which may be an applicant's. */
export function describeType(value: ServingJson | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (typeof value === 'bigint') return 'a whole number';
  if (typeof value === 'number') return 'a decimal number';
  return typeof value === 'string' ? 'a text' : 'true or false';
}
