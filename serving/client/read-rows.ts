import { StewardError } from '../../domain/errors';
import type { Contract, InputSpec } from '../../domain/package/contract';
import { numbersOf } from '../../formats/csv/parse-number';
import { columnOf, type Table } from '../../formats/csv/read-table';

type Inputs = Readonly<Record<string, number | string | null>>;

/** One row of a file, ready to be sent. */
export interface ClientRow {
  /** One row of the environment for all time: sent again, it is the same row. */
  readonly reference: string;
  readonly inputs: Inputs;
  /** The file as it was named, and the line of it on which the row ends. */
  readonly file: string;
  readonly line: number;
}

export interface RowSource {
  /** As people named it. */
  readonly file: string;
  readonly table: Table;
  /** The column with the references; or what they begin with, before `-<row number>`. */
  readonly references: { readonly column: string } | { readonly prefix: string };
}

/** As the gateway takes references; a comma separates them in its header. */
const sendable = /^[\x20-\x2b\x2d-\x7e]{1,200}$/;

/**
 * The rows of a file as the contract wants them: numbers as numbers, texts without blanks around them, empty cells as
 * missing (null). Columns that are no inputs are ignored.
 *
 * Throws `csv_column_missing` for an input, or a column of references, that the file does not have; `csv_not_a_number`,
 * `score_cell_not_whole` and `score_reference_unfit` with their lines.
 */
export function readRows({ file, table, references }: RowSource, contract: Contract): ClientRow[] {
  const columns = contract.inputs.map((input) => ({ name: input.name, values: readColumn(table, input) }));
  const named = 'column' in references ? readReferences(table, references.column) : undefined;
  return table.lines.map((line, row) => ({
    reference: named?.[row] ?? `${'prefix' in references ? references.prefix : ''}-${row + 1}`,
    inputs: Object.fromEntries(columns.map(({ name, values }) => [name, values[row] ?? null])),
    file,
    line,
  }));
}

function readColumn(table: Table, { name, type }: InputSpec): readonly (number | string | null)[] {
  if (type === 'text') return columnOf(table, name).map((cell) => cell.trim() || null);
  return Array.from(numbersOf(table, name), (value, row) => {
    if (Number.isNaN(value)) return null;
    if (type === 'integer' && !Number.isSafeInteger(value))
      throw new StewardError('score_cell_not_whole', { line: table.lines[row] ?? '?', column: name });
    return value;
  });
}

function readReferences(table: Table, column: string): readonly string[] {
  return columnOf(table, column).map((cell, row) => {
    const reference = cell.trim();
    if (!sendable.test(reference))
      throw new StewardError('score_reference_unfit', { line: table.lines[row] ?? '?', column });
    return reference;
  });
}
