import type { IncomingHttpHeaders } from 'node:http';
import { StewardError } from '../../../domain/errors';
import type { RowInputs } from '../read-call';
import type { ReferencedRow } from '../record-rows';

export const requestIdHeader = 'x-request-id';
export const rowIdsHeader = 'x-row-ids';

export interface References {
  readonly rows: readonly ReferencedRow[];
  /** Of the answer, when the model gives one: what was made here. */
  readonly made: Readonly<Record<string, string>>;
}

/** More of made references than this many characters would be more than a client takes in a header. */
const longestMade = 8 * 1024;

/**
 * Gives each row its reference: the caller's, or one of `newReference`. A request of several rows has one id, and its rows
 * are `<id>/1`, `<id>/2`, …, unless the caller names each.
 *
 * Throws `recording_reference_count`, `recording_reference_malformed`, `recording_reference_doubled`.
 */
export function giveReferences(
  headers: IncomingHttpHeaders,
  rows: readonly RowInputs[],
  newReference: () => string,
): References {
  const listed = textOf(headers[rowIdsHeader]);
  const id = textOf(headers[requestIdHeader]);
  const made = listed === undefined && id === undefined ? newReference() : undefined;
  const references = listed === undefined ? derive(id ?? made ?? '', rows.length) : decode(listed);
  if (references.length !== rows.length)
    throw new StewardError('recording_reference_count', { given: references.length, rows: rows.length });
  const referenced = rows.map((row, index) => ({ ...row, reference: check(references[index], index) }));
  refuseDoubled(referenced);
  return { rows: referenced, made: made === undefined ? {} : tell(made, references) };
}

/** The caller's own headers, for the answer. */
export function givenReferences(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const names = [requestIdHeader, rowIdsHeader];
  return Object.fromEntries(
    names.flatMap((name) => (textOf(headers[name]) ? [[name, textOf(headers[name]) ?? '']] : [])),
  );
}

function textOf(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value.join(',') : value;
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

function derive(id: string, rows: number): string[] {
  return rows === 1 ? [id] : Array.from({ length: rows }, (_, index) => `${id}/${index + 1}`);
}

function decode(listed: string): (string | undefined)[] {
  return listed.split(',').map((part) => {
    try {
      return decodeURIComponent(part.trim());
    } catch (error) {
      if (error instanceof URIError) return undefined;
      throw error;
    }
  });
}

function check(reference: string | undefined, index: number): string {
  if (reference !== undefined && /^[\x20-\x2b\x2d-\x7e]{1,200}$/.test(reference)) return reference;
  throw new StewardError('recording_reference_malformed', { row: index + 1 });
}

function refuseDoubled(rows: readonly ReferencedRow[]): void {
  const hashes = new Map<string, Buffer>();
  rows.forEach(({ reference, hash }, index) => {
    const other = hashes.get(reference);
    if (other !== undefined && !other.equals(hash))
      throw new StewardError('recording_reference_doubled', { row: index + 1 });
    hashes.set(reference, hash);
  });
}

function tell(made: string, references: readonly (string | undefined)[]): Record<string, string> {
  if (references.length === 1) return { [requestIdHeader]: made };
  const listed = references.join(',');
  return { [requestIdHeader]: made, ...(listed.length <= longestMade && { [rowIdsHeader]: listed }) };
}
