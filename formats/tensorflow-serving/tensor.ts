/** Values in row-major order; their number is the product of `shape`. A scalar has the shape []. */
interface Shaped {
  readonly shape: readonly number[];
}

export interface FloatTensor extends Shaped {
  readonly kind: 'float';
  readonly values: Float32Array;
}

export interface Int32Tensor extends Shaped {
  readonly kind: 'int32';
  readonly values: Int32Array;
}

export interface Int64Tensor extends Shaped {
  readonly kind: 'int64';
  readonly values: BigInt64Array;
}

export interface BoolTensor extends Shaped {
  readonly kind: 'bool';
  /** 0 or 1. */
  readonly values: Uint8Array;
}

export interface StringTensor extends Shaped {
  readonly kind: 'string';
  /** Byte texts, see byte-text.ts. */
  readonly values: readonly string[];
}

/** The element types that scoring by JSON needs. */
export type Tensor = FloatTensor | Int32Tensor | Int64Tensor | BoolTensor | StringTensor;

export type TensorKind = Tensor['kind'];

/** `undefined` for TensorFlow's other types, which neither our contracts nor our models use. */
export function kindOf(dtype: string): TensorKind | undefined {
  const kinds: Readonly<Record<string, TensorKind>> = {
    DT_FLOAT: 'float',
    DT_INT32: 'int32',
    DT_INT64: 'int64',
    DT_BOOL: 'bool',
    DT_STRING: 'string',
  };
  return kinds[dtype];
}

/** The number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
