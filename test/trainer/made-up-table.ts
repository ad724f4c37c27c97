import { readTable, type Table } from '../../formats/csv/read-table';
import { createRandom } from '../../trainer/learn/random';

/**
 * Applicants that never were: INCOME and AGE (numbers, some missing), REGION (text, some missing), WHEN (a date, ever
 * later) and CUSTOMER (each comes twice). GONE is 1 more often with a low or missing income and in the south.
 */
export function madeUpCsv(rows: number, seed = 1): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const income = random.next() < 0.15 ? undefined : Math.round(1000 + 9000 * random.next());
    const age = random.next() < 0.05 ? undefined : 18 + random.below(60);
    const region = random.next() < 0.1 ? '' : ['north', 'south', 'east'][random.below(3)];
    const risk = (income === undefined ? 0.7 : income < 4000 ? 0.5 : 0.05) + (region === 'south' ? 0.25 : 0);
    const when = new Date(Date.UTC(2025, 0, 1, row)).toISOString();
    return [random.next() < risk ? 1 : 0, income ?? '', age ?? '', region, when, `c${row >> 1}`].join(',');
  });
  return `GONE,INCOME,AGE,REGION,WHEN,CUSTOMER\n${lines.join('\n')}\n`;
}

export function madeUpTable(rows: number, seed = 1): Table {
  return readTable(Buffer.from(madeUpCsv(rows, seed)));
}

export const madeUpInputs = [
  { name: 'INCOME', type: 'number' },
  { name: 'AGE', type: 'number' },
  { name: 'REGION', type: 'text' },
] as const;

export const madeUpSpec = {
  contract: { inputs: madeUpInputs, outcome: { name: 'GONE', event: '1' } },
  seed: 8,
  parameters: { rounds: 30, depth: 4 },
} as const;
