import type { InputSpec } from '../../domain/package/contract';
import { StewardError } from '../../domain/errors';
import { numbersOf } from '../../formats/csv/parse-number';
import { columnOf, type Table } from '../../formats/csv/read-table';
import type { InputColumn } from '../learn/columns';

/** A category with fewer rows teaches nothing that lasts. */
const fewestRows = 5;
const mostCategories = 50;
/** As long as registration accepts. */
const longestCategory = 200;

/**
 * The input columns as the learner takes them. Numbers become 32-bit floats, as they are when the model is called.
 * Blanks around texts are taken off, as the served model compares exactly; every change of that kind is said in
 * `notes`. Throws csv_column_missing, csv_not_a_number, data_not_fit or training_spec_invalid.
 */
export function readInputs(table: Table, inputs: readonly InputSpec[]): { columns: InputColumn[]; notes: string[] } {
  const notes: string[] = [];
  const columns = inputs.map((input) => {
    if (input.type === 'number') return readNumbers(table, input.name);
    if (input.type === 'text') return readTexts(table, input, notes);
    throw new StewardError('training_spec_invalid', {
      why: `the input ${input.name} is declared as an integer, and this trainer makes models of numbers and texts only`,
    });
  });
  return { columns, notes };
}

function readNumbers(table: Table, name: string): InputColumn {
  const values = Float32Array.from(numbersOf(table, name));
  const beyond = values.findIndex((value) => value === Infinity || value === -Infinity);
  if (beyond >= 0)
    throw new StewardError('data_not_fit', {
      why: `line ${table.lines[beyond] ?? '?'}, column ${name}: the number is beyond the range of a 32-bit float`,
    });
  return { kind: 'number', name, values };
}

function readTexts(table: Table, input: InputSpec, notes: string[]): InputColumn {
  const cells = columnOf(table, input.name);
  const texts = cells.map((cell) => cell.trim());
  const padded = cells.filter((cell, row) => cell !== texts[row]).length;
  if (padded > 0) notes.push(`${input.name}: blanks around ${padded} values were taken off; send values without them.`);

  const categories = chooseCategories(texts, input.categories);
  const codes = new Map(categories.map((category, index) => [category, index + 1]));
  const other = texts.filter((text) => text !== '' && !codes.has(text)).length;
  if (other > 0)
    notes.push(`${input.name}: ${other} rows have a rare or unlisted value and count as none of the known ones.`);
  return {
    kind: 'text',
    name: input.name,
    categories,
    codes: Uint8Array.from(texts, (text) => (text === '' ? 0 : (codes.get(text) ?? categories.length + 1))),
  };
}

/** The contract's categories, or the most frequent ones (ties by code unit), in the order of their code units. */
function chooseCategories(texts: readonly string[], listed: readonly string[] | undefined): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  const candidates = listed
    ? [...new Set(listed)].filter((text) => text !== '').map((text) => [text, counts.get(text) ?? 0] as const)
    : [...counts].filter(([text, rows]) => rows >= fewestRows && text.length <= longestCategory);
  return candidates
    .sort(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1))
    .slice(0, mostCategories)
    .map(([text]) => text)
    .sort();
}
