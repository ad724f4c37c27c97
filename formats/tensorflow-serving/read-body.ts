import { StewardError } from '../../domain/errors';
import { parseServingJson } from './parse-json';
import { describeType, isObject, type ServingJson, type ServingObject } from './serving-json';

/** The signature that TensorFlow Serving takes when a request names none. */
const defaultSignature = 'serving_default';

export function refuseForm(why: string): StewardError {
  return new StewardError('scoring_request_malformed', { why });
}

/** The top object of a request and the signature that it asks for. */
export function readBody(text: string): { readonly body: ServingObject; readonly signature: string } {
  const body = parseServingJson(text);
  if (!isObject(body)) throw refuseForm(`the body is ${describeType(body)} instead of an object`);
  return { body, signature: readSignatureName(body.get('signature_name')) };
}

function readSignatureName(value: ServingJson | undefined): string {
  if (value === undefined) return defaultSignature;
  if (typeof value !== 'string') throw refuseForm("the 'signature_name' key must be a text");
  return value === '' ? defaultSignature : value;
}

/** `{"b64": "…"}` is a string's bytes; anything else is undefined. */
export function readBase64(value: ServingJson): string | undefined {
  if (!isObject(value) || value.size !== 1) return undefined;
  const encoded = value.get('b64');
  if (typeof encoded !== 'string') return undefined;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded) || encoded.replace(/=+$/, '').length % 4 === 1) {
    throw refuseForm("the text after 'b64' is no base64");
  }
  return Buffer.from(encoded, 'base64').toString('latin1');
}

const largestFloat = 3.4028234663852886e38;

/** A finite number outside the range of 32-bit floats is refused, as TensorFlow Serving does. */
export function fitsFloat(value: number): boolean {
  return !Number.isFinite(value) || Math.abs(value) <= largestFloat;
}
