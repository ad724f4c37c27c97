import { StewardError } from '../../domain/errors';
import { toByteText } from './byte-text';
import { fitsFloat, readBase64, readBody, refuseForm } from './read-body';
import { describeType, isArray, isObject, type ServingJson } from './serving-json';

/** One feature of a tf.Example. `none` is an empty list: no type, as good as left out. */
export type Feature =
  | { readonly kind: 'none' }
  | { readonly kind: 'float'; readonly values: readonly number[] }
  | { readonly kind: 'int64'; readonly values: readonly bigint[] }
  /** Byte texts, see byte-text.ts. */
  | { readonly kind: 'string'; readonly values: readonly string[] };

export type Example = ReadonlyMap<string, Feature>;

export interface ExamplesRequest {
  readonly signature: string;
  /** At least one. Features of the request's `context` are in every row that does not have them itself. */
  readonly rows: readonly Example[];
}

/**
 * Reads the body of a `:classify` or `:regress` request as TensorFlow Serving does: the form of a number decides its
 * type (`1` is an int64, `1.0` a float, true and false int64), lists hold one type, null is refused.
 */
export function readExamples(text: string): ExamplesRequest {
  const { body, signature } = readBody(text);
  const examples = body.get('examples');
  if (!isArray(examples)) throw refuseForm(`the key 'examples' must hold a list and holds ${describeType(examples)}`);
  if (examples.length === 0) throw refuseForm("the list 'examples' is empty");
  const context = body.get('context');
  const shared = context === undefined ? [] : [...readExample(context)];
  const rows = examples.map(readExample);
  return { signature, rows: shared.length === 0 ? rows : rows.map((row) => new Map([...shared, ...row])) };
}

function readExample(value: ServingJson): Example {
  if (!isObject(value)) throw refuseForm(`an example must be an object and is ${describeType(value)}`);
  const features = new Map<string, Feature>();
  for (const [name, content] of value) features.set(name, readFeature(name, content));
  return features;
}

function readFeature(name: string, content: ServingJson): Feature {
  const values = isArray(content) ? content : [content];
  const [first] = values;
  if (first === undefined) return { kind: 'none' };
  const kind = kindOfElement(name, first);
  const other = values.find((value) => kindOfElement(name, value) !== kind);
  if (other !== undefined) throw refuseForm(`feature ${name} mixes ${describeType(first)} and ${describeType(other)}`);
  if (kind === 'float') return { kind, values: values.map((value) => readFloat(name, value)) };
  if (kind === 'int64') return { kind, values: values.map((value) => readInteger(name, value)) };
  return { kind, values: values.map(readString) };
}

function kindOfElement(name: string, value: ServingJson): Exclude<Feature['kind'], 'none'> {
  if (typeof value === 'number') return 'float';
  if (typeof value === 'bigint' || typeof value === 'boolean') return 'int64';
  if (typeof value === 'string' || (isObject(value) && readBase64(value) !== undefined)) return 'string';
  throw refuseForm(`feature ${name} holds ${describeType(value)}; leave a missing value out`);
}

function readFloat(name: string, value: ServingJson): number {
  const number = Number(value);
  if (!fitsFloat(number)) throw new StewardError('scoring_number_too_large', { name, type: 'float' });
  return number;
}

function readInteger(name: string, value: ServingJson): bigint {
  if (typeof value !== 'bigint') return value === true ? 1n : 0n;
  if (value !== BigInt.asIntN(64, value)) throw new StewardError('scoring_number_too_large', { name, type: 'int64' });
  return value;
}

function readString(value: ServingJson): string {
  return typeof value === 'string' ? toByteText(value) : (readBase64(value) ?? '');
}
