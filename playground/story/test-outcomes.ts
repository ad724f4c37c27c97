import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { referenceColumn } from '../world/write-csv';
import type { TestRow } from './read-rows';

/** The reference under which the story scores a test row, whichever model answers. */
export function testReference(row: number): string {
  return `test-${String(row + 1).padStart(5, '0')}`;
}

/** What became of the test rows, as a file of outcomes. */
export async function writeTestOutcomes(home: string, rows: readonly TestRow[]): Promise<string> {
  const file = path.join(home, 'sample', 'test-outcomes.csv');
  const lines = rows.map(({ event }, row) => `${testReference(row)},${event ? 1 : 0}\n`);
  await writeFile(file, `${referenceColumn},BAD\n${lines.join('')}`);
  return file;
}
