import type { Contract } from '../../domain/package/contract';
import { StewardError } from '../../domain/errors';
import { parseNumber } from '../../formats/csv/parse-number';
import { columnOf, type Table } from '../../formats/csv/read-table';

export interface Outcome {
  readonly name: string;
  /** The value that counts, and the only other one, as the model will call them. */
  readonly event: string;
  readonly other: string;
  /** 1 for the event, one a row. */
  readonly events: Uint8Array;
}

const valuesShown = 5;
const lengthShown = 20;
/** Values name the model's classes and outputs. */
const longestValue = 50;

/**
 * Reads the outcome column, which must hold exactly two values and no gaps. Values that are numbers are compared as
 * numbers, so that `1`, `1.0` and ` 1` are the same. Throws csv_column_missing, csv_empty, data_not_fit or
 * outcome_not_two.
 */
export function readOutcome(table: Table, { name, event: wanted }: Contract['outcome']): Outcome {
  const cells = columnOf(table, name).map(normalise);
  if (cells.length === 0) throw new StewardError('csv_empty', { what: 'rows below its header line' });
  const gap = cells.indexOf('');
  if (gap >= 0) throw new StewardError('data_not_fit', { why: `line ${table.lines[gap] ?? '?'} has no ${name}` });

  const event = normalise(wanted);
  const values = [...new Set(cells)].sort();
  const [other, ...more] = values.filter((value) => value !== event);
  if (values.length !== 2 || other === undefined || more.length > 0)
    throw new StewardError('outcome_not_two', { column: name, found: describeValues(values), event: wanted });
  if (Math.max(event.length, other.length) > longestValue)
    throw new StewardError('data_not_fit', { why: `${name} has values of more than ${longestValue} characters` });
  return { name, event, other, events: Uint8Array.from(cells, (cell) => (cell === event ? 1 : 0)) };
}

function normalise(cell: string): string {
  const number = parseNumber(cell);
  return number === undefined ? cell.trim() : String(number);
}

function describeValues(values: readonly string[]): string {
  const shown = values.slice(0, valuesShown).map((value) => value.slice(0, lengthShown));
  if (values.length === 1) return `only the value ${shown.join('')}`;
  return `the values ${shown.join(', ')}${values.length > valuesShown ? `, … (${values.length})` : ''}`;
}
