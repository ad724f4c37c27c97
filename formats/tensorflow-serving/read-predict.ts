import { StewardError } from '../../domain/errors';
import type { SignatureSpec, TensorSpec } from '../../domain/package/manifest';
import { readBase64, readBody, refuseForm } from './read-body';
import { readTensor } from './read-tensor';
import {
  describeType,
  isArray,
  isObject,
  type ServingArray,
  type ServingJson,
  type ServingObject,
} from './serving-json';
import type { Tensor } from './tensor';

export interface PredictRequest {
  /** `row` came as `instances` and is answered with `predictions`, `column` as `inputs` and `outputs`. */
  readonly format: 'row' | 'column';
  readonly signature: SignatureSpec;
  /** One tensor for every input of the signature, by its name there. */
  readonly inputs: ReadonlyMap<string, Tensor>;
}

/**
 * Reads the body of a `:predict` request as TensorFlow Serving does. `findSignature` gets the name of the request's
 * signature (or `serving_default`) and throws when there is none.
 */
export function readPredict(text: string, findSignature: (name: string) => SignatureSpec): PredictRequest {
  const { body, signature: name } = readBody(text);
  const signature = findSignature(name);
  const instances = body.get('instances');
  const inputs = body.get('inputs');
  if (instances !== undefined && inputs !== undefined) {
    throw refuseForm("it must hold only one of the keys 'inputs' and 'instances'");
  }
  if (instances !== undefined) return { format: 'row', signature, inputs: readInstances(signature, instances) };
  if (inputs !== undefined) return { format: 'column', signature, inputs: readColumns(signature, inputs) };
  throw refuseForm("the key 'inputs' or 'instances' is missing");
}

function isNamed(value: ServingJson | undefined): value is ServingObject {
  return isObject(value) && readBase64(value) === undefined;
}

function readInstances(signature: SignatureSpec, instances: ServingJson): Map<string, Tensor> {
  if (!isArray(instances)) throw refuseForm(`'instances' must be a list and is ${describeType(instances)}`);
  if (instances.length === 0) throw refuseForm("the list 'instances' is empty");
  if (isNamed(instances[0])) return readNamedInstances(signature, instances);
  if (instances.some(isNamed)) throw refuseForm("'instances' mixes objects and plain values");
  return new Map([readOnly(signature, instances, 'instances')]);
}

/** A value without a name is possible for a signature with one input only. */
function readOnly({ inputs }: SignatureSpec, value: ServingJson, key: string): [string, Tensor] {
  const [only] = inputs;
  if (inputs.length !== 1 || only === undefined) {
    throw refuseForm(`'${key}' holds plain values where the signature has the inputs ${listNames(inputs)}`);
  }
  return [only.name, readTensor(only, value)];
}

function readNamedInstances({ inputs }: SignatureSpec, instances: ServingArray): Map<string, Tensor> {
  const columns = new Map<string, ServingJson[]>(inputs.map(({ name }) => [name, []]));
  for (const instance of instances) {
    if (!isNamed(instance)) throw refuseForm("'instances' mixes objects and plain values");
    for (const [name, value] of instance) {
      const column = columns.get(name);
      if (column === undefined) throw new StewardError('scoring_input_unknown', { name, inputs: listNames(inputs) });
      column.push(value);
    }
    if (instance.size !== inputs.length) throw missingInput(inputs, instance);
  }
  return new Map(inputs.map((input) => [input.name, readTensor(input, columns.get(input.name) ?? [])]));
}

function readColumns(signature: SignatureSpec, value: ServingJson): Map<string, Tensor> {
  if (!isNamed(value)) return new Map([readOnly(signature, value, 'inputs')]);
  const { inputs } = signature;
  const known = new Set(inputs.map(({ name }) => name));
  const unknown = [...value.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new StewardError('scoring_input_unknown', { name: unknown, inputs: listNames(inputs) });
  }
  return new Map(inputs.map((input) => [input.name, readTensor(input, member(inputs, value, input))]));
}

function member(inputs: readonly TensorSpec[], value: ServingObject, { name }: TensorSpec): ServingJson {
  const found = value.get(name);
  if (found === undefined) throw missingInput(inputs, value);
  return found;
}

function missingInput(inputs: readonly TensorSpec[], given: ServingObject): StewardError {
  const missing = inputs.filter(({ name }) => !given.has(name));
  return new StewardError('scoring_input_missing', { names: listNames(missing) });
}

function listNames(inputs: readonly TensorSpec[]): string {
  return inputs.map(({ name }) => name).join(', ');
}
