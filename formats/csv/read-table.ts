import { CsvError, parse } from 'csv-parse/sync';
import { isUtf8 } from 'node:buffer';
import { isStewardError, StewardError } from '../../domain/errors';

export interface Table {
  readonly separator: ',' | ';' | '\t';
  /** Column names in file order, blanks around them taken off. */
  readonly names: readonly string[];
  readonly rows: number;
  /** One array a column, in file order; each cell as written, '' when the value is missing. */
  readonly cells: readonly (readonly string[])[];
  /** The line of the file on which each row ends; the header line is 1. */
  readonly lines: readonly number[];
}

export interface TableLimits {
  readonly bytes: number;
  readonly rows: number;
  readonly columns: number;
}

export const tableLimits: TableLimits = { bytes: 256 * 1024 * 1024, rows: 2_000_000, columns: 1_000 };

const separatorNames = { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab' } as const;
const longestRecord = 1_000_000;
const longestName = 200;

/** The parser's own messages quote cells, which are personal data: they are not passed on. */
const wordsFor: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
  INVALID_OPENING_QUOTE: 'a quote stands inside a field that is not quoted',
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quote',
  CSV_MAX_RECORD_SIZE: `the row has more than ${longestRecord} characters`,
};

/**
 * Reads a CSV file with one header line: UTF-8 with or without byte order mark, separated by comma, semicolon or tab
 * (whichever the header line has most of), quoted with `"`. Empty lines are skipped; values are not interpreted.
 * Throws csv_empty, csv_too_large, csv_unreadable, csv_header or csv_row_width.
 */
export function readTable(bytes: Uint8Array, limits: TableLimits = tableLimits): Table {
  if (bytes.length > limits.bytes)
    throw new StewardError('csv_too_large', { limit: limits.bytes / (1024 * 1024), what: 'megabytes' });
  if (bytes.length === 0) throw new StewardError('csv_empty', { what: 'header line' });
  if (!isUtf8(bytes) || bytes.includes(0))
    throw new StewardError('csv_unreadable', { line: 1, why: 'the file is not UTF-8 text' });

  const separator = detectSeparator(bytes);
  let names: readonly string[] | undefined;
  const cells: string[][] = [];
  const lines: number[] = [];
  const take = (record: readonly string[], line: number): void => {
    if (!names) {
      names = readHeader(record, limits);
      for (let column = 0; column < names.length; column += 1) cells.push([]);
      return;
    }
    if (record.length !== names.length)
      throw new StewardError('csv_row_width', {
        line,
        found: record.length,
        expected: names.length,
        separator: separatorNames[separator],
      });
    if (lines.length === limits.rows) throw new StewardError('csv_too_large', { limit: limits.rows, what: 'rows' });
    lines.push(line);
    record.forEach((cell, column) => cells[column]?.push(cell));
  };
  parseRecords(bytes, separator, take);
  if (!names) throw new StewardError('csv_empty', { what: 'header line' });
  return { separator, names, rows: lines.length, cells, lines };
}

/** The cells of the named column, or csv_column_missing. */
export function columnOf(table: Table, name: string): readonly string[] {
  const cells = table.cells[table.names.indexOf(name)];
  if (!cells) throw new StewardError('csv_column_missing', { column: name, columns: table.names.join(', ') });
  return cells;
}

function parseRecords(bytes: Uint8Array, separator: string, take: (record: string[], line: number) => void): void {
  try {
    parse(bytes, {
      delimiter: separator,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: longestRecord,
      on_record: (record: string[], context: { readonly lines: number }) => {
        take(record, context.lines);
        return null;
      },
    });
  } catch (error) {
    if (isStewardError(error)) throw error;
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error['lines'];
    throw new StewardError('csv_unreadable', {
      line: typeof line === 'number' ? line : '?',
      why: wordsFor[error.code] ?? 'its quotes do not fit',
    });
  }
}

/** Counts outside quotes in the header line; a tie goes to comma, then semicolon. */
function detectSeparator(bytes: Uint8Array): Table['separator'] {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const byte of bytes) {
    const letter = String.fromCharCode(byte);
    if (letter === '"') quoted = !quoted;
    else if (letter === '\n' && !quoted) break;
    else if (!quoted && (letter === ',' || letter === ';' || letter === '\t')) counts[letter] += 1;
  }
  if (counts[','] >= counts[';'] && counts[','] >= counts['\t']) return ',';
  return counts[';'] >= counts['\t'] ? ';' : '\t';
}

function readHeader(record: readonly string[], limits: TableLimits): readonly string[] {
  if (record.length > limits.columns)
    throw new StewardError('csv_too_large', { limit: limits.columns, what: 'columns' });
  const names = record.map((name) => name.trim());
  const unnamed = names.indexOf('');
  if (unnamed >= 0) throw new StewardError('csv_header', { what: `no name for column ${unnamed + 1}` });
  const long = names.findIndex((name) => name.length > longestName);
  if (long >= 0)
    throw new StewardError('csv_header', {
      what: `a name of more than ${longestName} characters in column ${long + 1}`,
    });
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new StewardError('csv_header', { what: `the name ${twice} twice` });
  return names;
}
