import { StewardError } from '../../domain/errors';
import { referenceFault, valueFault } from '../../domain/outcomes/faults';
import type { GivenOutcome } from '../../domain/outcomes/import';
import type { PlaceOf } from '../../domain/outcomes/prepare-delivery';
import type { Instant } from '../../domain/release/release';
import { parseInstant } from '../parse-instant';
import { columnOf, readTable } from './read-table';

export interface OutcomeColumns {
  readonly reference: string;
  readonly outcome: string;
  readonly observedAt?: string;
}

/** Mistakes that are told one by one. */
const shownProblems = 20;

/**
 * Outcomes of a CSV file, one for each row; blanks around references and values are taken off, and `now` is the time of
 * those without one. Throws what `readTable` throws, csv_column_missing, outcomes_none, and outcomes_invalid with the line and the column
 * of mistakes. Cells are never quoted: they may tell of people.
 */
export function readOutcomes(
  bytes: Uint8Array,
  columns: OutcomeColumns,
  now: Instant,
): { readonly outcomes: readonly GivenOutcome[]; readonly placeOf: PlaceOf } {
  const table = readTable(bytes);
  const references = columnOf(table, columns.reference);
  if (references.length === 0) throw new StewardError('outcomes_none');
  const values = columnOf(table, columns.outcome);
  const times = columns.observedAt === undefined ? undefined : columnOf(table, columns.observedAt);
  const problems: string[] = [];
  let mistakes = 0;
  const placeOf: PlaceOf = (row, field) => place(row, columns[field]);
  const place = (row: number, column: string): string => `Line ${table.lines[row] ?? '?'}, column ${column}`;
  const note = (row: number, column: string, fault: string): void => {
    mistakes += 1;
    if (mistakes <= shownProblems) problems.push(`${place(row, column)}: ${fault}`);
  };
  const outcomes = references.map((cell, row): GivenOutcome => {
    const [reference, value] = [cell.trim(), (values[row] ?? '').trim()];
    const faults = [referenceFault(reference), valueFault(value)];
    if (faults[0] !== undefined) note(row, columns.reference, `the reference ${faults[0]}`);
    if (faults[1] !== undefined) note(row, columns.outcome, `the outcome ${faults[1]}`);
    const time = times?.[row] ?? '';
    const observedAt = time.trim() === '' ? now : parseInstant(time);
    if (observedAt === undefined)
      note(row, columns.observedAt ?? '', 'the time is not by ISO 8601 with its zone, nor a date');
    return { reference, value, observedAt: observedAt ?? now };
  });
  if (mistakes > problems.length) problems.push(`… and ${mistakes - problems.length} more`);
  if (mistakes > 0) throw new StewardError('outcomes_invalid', { count: mistakes, problems: problems.join('\n') });
  return { outcomes, placeOf };
}
