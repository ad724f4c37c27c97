import type { InputSpec } from '../../domain/package/contract';
import { parseNumber } from '../../formats/csv/parse-number';
import type { Table } from '../../formats/csv/read-table';

/** From this share of numbers on, a column is meant to be numeric, and its other cells are mistakes. */
const numericShare = 0.9;

/**
 * Inputs for data that comes without a contract: every column but those named in `apart`. A column is a number when at
 * least nine tenths of its filled cells are; an empty column is a number, too.
 */
export function deduceInputs(table: Table, apart: readonly string[]): InputSpec[] {
  return table.names.flatMap((name, column) => {
    if (apart.includes(name)) return [];
    const filled = (table.cells[column] ?? []).filter((cell) => cell.trim() !== '');
    const numbers = filled.filter((cell) => parseNumber(cell) !== undefined).length;
    return [{ name, type: numbers >= numericShare * filled.length ? 'number' : 'text' }];
  });
}
