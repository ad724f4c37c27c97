import { StewardError } from '../../domain/errors';
import { parseNumber } from '../../formats/csv/parse-number';
import { columnOf, type Table } from '../../formats/csv/read-table';

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * The named column as numbers that order its rows: all cells plain numbers, or all ISO 8601 dates (UTC where no zone
 * is written). Throws csv_column_missing or data_not_fit with the line of the first cell that is neither.
 */
export function readTimes(table: Table, column: string): Float64Array {
  const cells = columnOf(table, column);
  const read = parseNumber(cells[0] ?? '') === undefined ? readDate : parseNumber;
  return Float64Array.from(cells, (cell, row) => {
    const time = read(cell.trim());
    if (time === undefined)
      throw new StewardError('data_not_fit', {
        why: `line ${table.lines[row] ?? '?'}, column ${column}: there is neither a date like 2026-03-31 nor, throughout the column, a number`,
      });
    return time;
  });
}

function readDate(text: string): number | undefined {
  const match = isoDate.exec(text);
  if (!match) return undefined;
  const zoned = match[1] === undefined && text.length > 'yyyy-mm-dd'.length ? `${text}Z` : text;
  const time = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(time) ? undefined : time;
}
