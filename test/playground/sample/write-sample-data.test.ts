import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSampleData } from '../../../playground/sample/write-sample-data';

it('sample data: nobody whom a model learns from is among those that it is tested on', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-sample-'));
  try {
    const { train, test, later, months } = await writeSampleData(folder);
    const rowsOf = (file: string): readonly string[] => readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
    const held = new Set(rowsOf(test));
    expect(held.size).toBe(1_000);
    expect(rowsOf(later).slice(0, rowsOf(train).length)).toEqual(rowsOf(train));
    expect(rowsOf(later).length).toBeGreaterThan(rowsOf(train).length);
    expect(rowsOf(later).filter((row) => held.has(row))).toEqual([]);
    const references = months.flatMap(({ applications }) => rowsOf(applications).map((row) => row.split(',')[0]));
    expect(new Set(references).size).toBe(references.length);
    for (const { applications, outcomes } of months)
      expect(rowsOf(outcomes).map((row) => row.split(',')[0])).toEqual(
        rowsOf(applications).map((row) => row.split(',')[0]),
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 30_000);
