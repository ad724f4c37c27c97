import type { SignatureSpec, TensorSpec } from '../../domain/package/manifest';
import { dataTypeName } from './data-types';
import type { Signature, TensorInfo } from './types';

/** By name; those that TensorFlow keeps for itself (`__saved_model_init_op`) are not for callers. */
export function describeSignatures(signatures: Readonly<Record<string, Signature>>): SignatureSpec[] {
  return Object.entries(signatures)
    .filter(([name]) => !name.startsWith('__'))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, signature]) => ({
      name,
      method: signature.method,
      inputs: describeTensors(signature.inputs),
      outputs: describeTensors(signature.outputs),
    }));
}

function describeTensors(tensors: Readonly<Record<string, TensorInfo>>): TensorSpec[] {
  return Object.entries(tensors)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { dataType, shape }]) => ({
      name,
      dtype: dataTypeName(dataType),
      ...(shape === undefined || shape.unknownRank ? {} : { shape: shape.dimensions.map(({ size }) => size) }),
    }));
}
