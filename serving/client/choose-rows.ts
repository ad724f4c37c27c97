import { StewardError } from '../../domain/errors';
import { createSeededRandom } from '../../domain/statistics/seeded-random';
import type { ClientRow } from './read-rows';

/**
 * The first `count` rows, or all; with a seed (whole number) a sample in an order that depends on rows and seed alone.
 * Throws `score_reference_doubled` when two rows, chosen or not, have one reference.
 */
export function chooseRows(
  rows: readonly ClientRow[],
  { count = rows.length, seed }: { readonly count?: number; readonly seed?: number },
): readonly ClientRow[] {
  refuseDoubled(rows);
  if (seed === undefined) return rows.slice(0, count);
  const random = createSeededRandom(seed);
  const shuffled = [...rows];
  // Fisher and Yates, as far as rows are wanted.
  for (let at = 0; at < Math.min(count, shuffled.length); at += 1) {
    const other = at + random.below(shuffled.length - at);
    [shuffled[at], shuffled[other]] = [shuffled[other]!, shuffled[at]!];
  }
  return shuffled.slice(0, count);
}

function refuseDoubled(rows: readonly ClientRow[]): void {
  const seen = new Map<string, ClientRow>();
  for (const row of rows) {
    const earlier = seen.get(row.reference);
    if (earlier) throw new StewardError('score_reference_doubled', { one: placeOf(earlier), other: placeOf(row) });
    seen.set(row.reference, row);
  }
}

/** `line 7 of applicants.csv`. */
export function placeOf({ file, line }: Pick<ClientRow, 'file' | 'line'>): string {
  return `line ${line} of ${file}`;
}
