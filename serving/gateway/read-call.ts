import { createHash } from 'node:crypto';
import { isStewardError } from '../../domain/errors';
import type { Call, Contract } from '../../domain/package/contract';
import { fromByteText } from '../../formats/tensorflow-serving/byte-text';
import { readBase64, readBody, refuseForm } from '../../formats/tensorflow-serving/read-body';
import {
  isArray,
  isObject,
  type ServingArray,
  type ServingJson,
  type ServingObject,
} from '../../formats/tensorflow-serving/serving-json';

/** The inputs of a row in canonical JSON, as they are recorded, and their SHA-256. */
export interface RowInputs {
  readonly inputs: string;
  readonly hash: Buffer;
}

export type ReadCall =
  /** The contract's call. */
  | { readonly kind: 'contract'; readonly rows: readonly RowInputs[] }
  /** A scoring call, but not by the contract or not readable; of so many rows, 1 where nobody can tell. */
  | { readonly kind: 'other'; readonly rows: number }
  /** No scoring call. */
  | { readonly kind: 'none' };

/** What one request to the model server is. Never throws: what cannot be read here is for the model to refuse. */
export function readCall(
  { call, contract }: { readonly call: Call; readonly contract: Contract },
  request: { readonly method: string; readonly path: string; readonly body: string | undefined },
): ReadCall {
  const method = /:(classify|regress|predict)$/i.exec(request.path.split('?', 1)[0] ?? '')?.[1]?.toLowerCase();
  if (request.method !== 'POST' || method === undefined) return { kind: 'none' };
  const read = request.body === undefined ? undefined : tryOr(undefined, () => readBody(request.body ?? ''));
  if (read === undefined) return { kind: 'other', rows: 1 };
  const { body, signature } = read;
  const given = body.get(method === 'predict' ? 'instances' : 'examples');
  const rows = isArray(given) ? given : [];
  if (method !== call.method || signature !== call.signature || rows.length === 0)
    return { kind: 'other', rows: Math.max(rows.length, 1) };
  const names = contract.inputs.map(({ name }) => name).sort();
  const inputs = tryOr(undefined, () => rows.map((row) => readRow(call, contract, names, row, body.get('context'))));
  return inputs === undefined ? { kind: 'other', rows: rows.length } : { kind: 'contract', rows: inputs };
}

function tryOr<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (isStewardError(error)) return otherwise;
    throw error;
  }
}

/** Only what the contract names (`names`, in order): what else is sent does not reach the model's score. */
function readRow(
  call: Call,
  contract: Contract,
  names: readonly string[],
  row: ServingJson,
  context: ServingJson | undefined,
): RowInputs {
  const values = call.rows === 'vector' ? vectorOf(contract, row) : membersOf(row, context);
  const members = names.flatMap((name) => {
    const value = values.get(name);
    const text = value === undefined ? undefined : writeValue(value);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  const inputs = `{${members.join(',')}}`;
  return { inputs, hash: createHash('sha256').update(inputs).digest() };
}

/** One value a contract's input, in that order. */
function vectorOf(contract: Contract, row: ServingJson): ServingObject {
  if (!isArray(row) || row.length !== contract.inputs.length) throw refuseForm('no vector of the contract');
  return new Map(contract.inputs.map(({ name }, index) => [name, row[index] ?? null]));
}

/** A model with one named input may be sent its plain value, which has no name here. */
function membersOf(row: ServingJson, context: ServingJson | undefined): ServingObject {
  if (!isObject(row)) throw refuseForm('a row without names');
  return isObject(context) ? new Map([...context, ...row]) : row;
}

/** Undefined for an empty list, which is as good as left out; what is no finite number is null. */
function writeValue(value: ServingJson): string | undefined {
  if (isArray(value)) return writeOnly(value);
  if (isObject(value)) {
    const bytes = readBase64(value);
    if (bytes === undefined) throw refuseForm('an object for a value');
    return writeText(fromByteText(bytes));
  }
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' ? writeText(value) : JSON.stringify(value);
}

/** PostgreSQL's jsonb does not take U+0000. */
function writeText(text: string): string {
  return JSON.stringify(text.replaceAll('\0', '\ufffd'));
}

/** `[3.0]` is a value too; several values are none of the contract's. */
function writeOnly(values: ServingArray): string | undefined {
  const [only, ...more] = values;
  if (more.length > 0) throw refuseForm('several values for an input');
  return only === undefined ? undefined : writeValue(only);
}
