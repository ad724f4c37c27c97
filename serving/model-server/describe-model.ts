import { dataTypeName } from '../../formats/saved-model/data-types';
import type { Signature, TensorInfo, TensorShape } from '../../formats/saved-model/types';
import type { LoadedModel } from './load-model';

/** The answer to `GET /v1/models/<name>[/versions/<n>]`, as TensorFlow Serving writes it. */
export function writeStatus(version: string): string {
  const status = { error_code: 'OK', error_message: '' };
  return JSON.stringify({ model_version_status: [{ version, state: 'AVAILABLE', status }] });
}

/** The answer to `GET …/metadata`: its message in JSON, where 64-bit numbers are texts. */
export function writeMetadata(model: LoadedModel, name: string, version: string): string {
  const signatures = [...model.signatures].map(([key, { definition }]) => [key, writeSignature(definition)] as const);
  return JSON.stringify({
    model_spec: { name, signature_name: '', version },
    metadata: { signature_def: { signature_def: Object.fromEntries(signatures) } },
  });
}

function writeSignature({ inputs, outputs, method }: Signature): object {
  return { inputs: writeTensors(inputs), outputs: writeTensors(outputs), method_name: method };
}

function writeTensors(tensors: Readonly<Record<string, TensorInfo>>): object {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { tensor, dataType, shape }]) => [
      name,
      { dtype: dataTypeName(dataType), ...writeShape(shape), name: tensor },
    ]),
  );
}

function writeShape(shape: TensorShape | undefined): object {
  if (shape === undefined) return {};
  const dim = shape.dimensions.map(({ size }) => ({ size: String(size), name: '' }));
  return { tensor_shape: { dim, unknown_rank: shape.unknownRank } };
}
