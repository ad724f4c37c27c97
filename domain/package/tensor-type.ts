import type { ValueType } from './contract';

const types: Readonly<Record<string, ValueType>> = {
  DT_FLOAT: 'number',
  DT_DOUBLE: 'number',
  DT_HALF: 'number',
  DT_BFLOAT16: 'number',
  DT_INT8: 'integer',
  DT_INT16: 'integer',
  DT_INT32: 'integer',
  DT_INT64: 'integer',
  DT_UINT8: 'integer',
  DT_UINT16: 'integer',
  DT_UINT32: 'integer',
  DT_UINT64: 'integer',
  DT_STRING: 'text',
};

/** The kind of value that a tensor of this TensorFlow type holds; undefined for flags, resources and the like. */
export function tensorType(dtype: string): ValueType | undefined {
  return types[dtype];
}
