import { writeFile } from 'node:fs/promises';
import { readTable } from '../../formats/csv/read-table';
import { trainModel } from '../../trainer/train';

/** Writes a package of a small real model, made from `rows` made-up applicants; another seed makes another package. */
export async function writeSmallPackage(file: string, seed: number, rows = 300): Promise<void> {
  const lines = Array.from({ length: rows }, (_, row) => {
    const debt = (row * 37 + seed * 11) % 100;
    const bad = debt + ((row * 7) % 30) > 85 ? 1 : 0;
    return `${bad},${1_000 + (row % 50) * 100},${debt},${['Office', 'Mgr', 'Other'][row % 3]}`;
  });
  const table = readTable(Buffer.from(`BAD,LOAN,DEBTINC,JOB\n${lines.join('\n')}\n`));
  const spec = { contract: { outcome: { name: 'BAD', event: '1' } }, seed, parameters: { rounds: 20 } };
  await writeFile(file, trainModel(table, spec).package);
}
