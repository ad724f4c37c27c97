import { StewardError } from '../../domain/errors';
import { columnOf, type Table } from './read-table';

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A finite decimal number with `.` as the decimal sign, blanks around it allowed; anything else is undefined. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (!plainNumber.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

/** The named column as numbers, NaN where the cell is empty. Throws csv_column_missing or csv_not_a_number. */
export function numbersOf(table: Table, name: string): Float64Array {
  const cells = columnOf(table, name);
  const numbers = new Float64Array(cells.length);
  cells.forEach((cell, row) => {
    const value = cell.trim() === '' ? Number.NaN : parseNumber(cell);
    if (value === undefined)
      throw new StewardError('csv_not_a_number', { line: table.lines[row] ?? '?', column: name });
    numbers[row] = value;
  });
  return numbers;
}
