import { StewardError } from '../../domain/errors';
import type { Call, Contract, InputSpec } from '../../domain/package/contract';
import type { SignatureSpec } from '../../domain/package/manifest';
import type { ScoreRow } from '../../domain/ports/target';
import { writeDecimal } from './write-numbers';

/**
 * The body of the scoring request for these rows, each value written by its declared type: a `number` always with a
 * fraction, an `integer` never. In `examples` a missing value (null or absent) is left out; `named` and `vector` rows
 * send NaN for a missing number and "" for a missing text, as every input must be there. With `named` rows the
 * `signature` tells how deep each value lies (`[[v]]` for an input of shape [-1, 1]); without it values are scalars.
 * Throws `row_not_sendable` for an input that the contract does not have, or a value that is not of its type.
 */
export function writeRequest(
  call: Call,
  contract: Contract,
  rows: readonly ScoreRow[],
  signature?: SignatureSpec,
): string {
  rows.forEach((row, index) => checkNames(contract, row, index));
  const bodies = rows.map((row, index) => writeRow(call, contract, row, index, signature));
  const key = call.rows === 'examples' ? 'examples' : 'instances';
  return `{"signature_name":${JSON.stringify(call.signature)},"${key}":[${bodies.join(',')}]}`;
}

function checkNames(contract: Contract, row: ScoreRow, index: number): void {
  const known = new Set(contract.inputs.map(({ name }) => name));
  const unknown = Object.keys(row.inputs).find((name) => !known.has(name));
  if (unknown !== undefined) throw notSendable(unknown, index, 'the contract has no such input');
}

function notSendable(name: string, index: number, why: string): StewardError {
  return new StewardError('row_not_sendable', { name, row: index + 1, why });
}

function writeRow(
  call: Call,
  contract: Contract,
  { inputs }: ScoreRow,
  index: number,
  signature: SignatureSpec | undefined,
): string {
  const value = (input: InputSpec): string | undefined => writeValue(input, inputs[input.name] ?? null, index);
  const whole = (input: InputSpec): string => value(input) ?? writeMissing(input, index);
  if (call.rows === 'vector') return `[${contract.inputs.map((input) => whole(numeric(input, index))).join(',')}]`;
  const members = contract.inputs.flatMap((input) => {
    const written = call.rows === 'named' ? nest(whole(input), input.name, signature) : value(input);
    return written === undefined ? [] : [`${JSON.stringify(input.name)}:${written}`];
  });
  return `{${members.join(',')}}`;
}

function numeric(input: InputSpec, index: number): InputSpec {
  if (input.type === 'text') throw notSendable(input.name, index, 'a vector holds numbers only');
  return input;
}

/** Undefined for a missing value. */
function writeValue(input: InputSpec, value: number | string | null, index: number): string | undefined {
  if (value === null) return undefined;
  if (input.type === 'text') {
    if (typeof value !== 'string') throw notSendable(input.name, index, 'it must be a text');
    return JSON.stringify(value);
  }
  if (typeof value !== 'number') throw notSendable(input.name, index, 'it must be a number');
  if (input.type === 'number') return writeDecimal(value);
  if (!Number.isSafeInteger(value)) throw notSendable(input.name, index, 'it must be a whole number');
  return String(value);
}

function writeMissing(input: InputSpec, index: number): string {
  if (input.type === 'number') return 'NaN';
  if (input.type === 'text') return '""';
  throw notSendable(input.name, index, 'a missing whole number cannot be sent in this call');
}

function nest(value: string, name: string, signature: SignatureSpec | undefined): string {
  const rank = signature?.inputs.find((input) => input.name === name)?.shape?.length ?? 1;
  const depth = Math.max(0, rank - 1);
  return `${'['.repeat(depth)}${value}${']'.repeat(depth)}`;
}
