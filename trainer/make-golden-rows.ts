import type { GoldenFile } from '../domain/package/evidence';
import type { GoldenRow } from '../domain/package/manifest';
import type { InputColumn } from './learn/columns';
import { createRandom, type Random } from './learn/random';
import type { ScoringModel } from './scoring-model';
import { createScorer } from './score';

type Inputs = GoldenRow['inputs'];

const rowCount = 32;
const drawsAtMost = 400;
const tolerance = 1e-5;
const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];
const missingShare = 0.15;
const unseenShare = 0.1;
const digits = 3;

/**
 * Rows made up from the model's own knowledge of its inputs: numbers drawn from rounded quantiles, texts from the
 * categories, some missing, some of a category that the model does not know. They are not applicants: a row that
 * happens to repeat a training row is drawn again. The first row has every input missing.
 */
export function makeGoldenRows(model: ScoringModel, columns: readonly InputColumn[], seed: number): GoldenFile {
  const random = createRandom(seed);
  const score = createScorer(model);
  const choices = columns.map(listChoices);
  const real = new Set(rowKeys(columns));
  const rows = new Map<string, Inputs>();
  const empty = Object.fromEntries(columns.map(({ name }) => [name, null]));
  rows.set(keyOf(empty, columns), empty);
  for (let draw = 0; draw < drawsAtMost && rows.size < rowCount; draw += 1) {
    const inputs = Object.fromEntries(columns.map((column, index) => [column.name, choose(choices[index]!, random)]));
    const key = keyOf(inputs, columns);
    if (!real.has(key)) rows.set(key, inputs);
  }
  return { tolerance, rows: [...rows.values()].map((inputs) => ({ inputs, score: score(inputs) })) };
}

interface Choices {
  readonly known: readonly (number | string)[];
  readonly unseen: string | undefined;
}

function listChoices(column: InputColumn): Choices {
  if (column.kind === 'text') return { known: column.categories, unseen: unseenCategory(column.categories) };
  const present = column.values.filter((value) => !Number.isNaN(value)).sort();
  const known = quantiles.flatMap((quantile) => {
    const value = present[Math.floor(quantile * (present.length - 1))];
    return value === undefined ? [] : [Number(value.toPrecision(digits))];
  });
  return { known: [...new Set(known)], unseen: undefined };
}

function unseenCategory(categories: readonly string[]): string {
  let name = 'Unseen';
  while (categories.includes(name)) name += '_';
  return name;
}

function choose({ known, unseen }: Choices, random: Random): number | string | null {
  const chance = random.next();
  if (chance < missingShare || known.length === 0) return null;
  if (unseen !== undefined && chance < missingShare + unseenShare) return unseen;
  return known[random.below(known.length)] ?? null;
}

function rowKeys(columns: readonly InputColumn[]): string[] {
  const rows = columns[0]?.kind === 'text' ? columns[0].codes.length : (columns[0]?.values.length ?? 0);
  return Array.from({ length: rows }, (_, row) => JSON.stringify(columns.map((column) => cellOf(column, row))));
}

function cellOf(column: InputColumn, row: number): number | string | null {
  if (column.kind === 'text')
    return column.categories[column.codes[row]! - 1] ?? (column.codes[row] === 0 ? null : '?');
  const value = column.values[row]!;
  return Number.isNaN(value) ? null : value;
}

function keyOf(inputs: Inputs, columns: readonly InputColumn[]): string {
  return JSON.stringify(
    columns.map(({ name }) => {
      const value = inputs[name] ?? null;
      return typeof value === 'number' ? Math.fround(value) : value;
    }),
  );
}
