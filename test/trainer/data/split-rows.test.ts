import type { TrainingSpec } from '../../../domain/ports/trainer';
import { columnOf, readTable, type Table } from '../../../formats/csv/read-table';
import { readOutcome } from '../../../trainer/data/read-outcome';
import { splitRows } from '../../../trainer/data/split-rows';
import { refusalOf } from '../../support/refusal-of';
import { madeUpInputs, madeUpSpec, madeUpTable } from '../made-up-table';

const names = madeUpInputs.map(({ name }) => name);

function split(table: Table, asked?: TrainingSpec['split'], seed = 8) {
  const outcome = readOutcome(table, madeUpSpec.contract.outcome);
  return splitRows(table, { ...madeUpSpec, seed, ...(asked ? { split: asked } : {}) }, names, outcome);
}

function reverse(table: Table): Table {
  return { ...table, cells: table.cells.map((cells) => cells.toReversed()), lines: table.lines.toReversed() };
}

function withTimes(table: Table, times: readonly string[]): Table {
  return { ...table, cells: table.cells.map((cells, at) => (table.names[at] === 'WHEN' ? times : cells)) };
}

describe('splitRows', () => {
  it('splitRows: by hash, takes about the share, and the same rows in whatever order they come', () => {
    const table = madeUpTable(2000);
    const { validation, training, said } = split(table, { share: 0.25 });
    expect(validation.length / 2000).toBeCloseTo(0.25, 1);
    expect(validation.length + training.length).toBe(2000);
    expect(said).toMatchObject({ kind: 'hash', validationRows: validation.length, trainingRows: training.length });
    expect(said.said).toContain("hash of the row's inputs");
    const turned = split(reverse(table), { share: 0.25 }).validation;
    expect([...turned].map((row) => 1999 - row).sort((one, other) => one - other)).toEqual([...validation]);
  });

  it('splitRows: by hash, rows with equal inputs stay together and another seed gives another split', () => {
    const table = madeUpTable(400);
    const twice = { ...table, rows: 800, cells: table.cells.map((cells) => [...cells, ...cells]) };
    const { validation } = split(twice);
    const rows = new Set(validation);
    for (const row of validation) expect(rows.has((row + 400) % 800)).toBe(true);
    expect(split(twice, undefined, 9).validation).not.toEqual(validation);
  });

  it('splitRows: by reference, rows of one customer stay together', () => {
    const table = madeUpTable(800);
    const { validation, said } = split(table, { referenceColumn: 'CUSTOMER' });
    const rows = new Set(validation);
    for (const row of validation) expect(rows.has(row ^ 1)).toBe(true);
    expect(said).toMatchObject({ kind: 'hash', column: 'CUSTOMER' });
  });

  it('splitRows: by time, keeps the newest rows, those of one moment together', () => {
    const table = madeUpTable(500);
    const days = columnOf(table, 'WHEN').map((when) => when.slice(0, 10));
    const { validation, training, said } = split(withTimes(table, days), { timeColumn: 'WHEN', share: 0.2 });
    expect(said).toMatchObject({ kind: 'time', column: 'WHEN' });
    expect(validation.length).toBeGreaterThanOrEqual(100);
    const oldest = Math.min(...Array.from(validation, (row) => Date.parse(days[row] ?? '')));
    const newest = Math.max(...Array.from(training, (row) => Date.parse(days[row] ?? '')));
    expect(oldest).toBeGreaterThan(newest);
  });

  it('splitRows: by time, numbers order rows as numbers do', () => {
    const table = madeUpTable(300);
    const numbers = Array.from({ length: 300 }, (_, row) => String(row + 1));
    const { validation } = split(withTimes(table, numbers), { timeColumn: 'WHEN', share: 0.2 });
    expect([...validation]).toEqual(Array.from({ length: 60 }, (_, index) => 240 + index));
  });

  it('splitRows: by time, leaves out earlier rows of customers who come back later, and says so', () => {
    const table = madeUpTable(501);
    const { validation, training, said } = split(table, {
      timeColumn: 'WHEN',
      referenceColumn: 'CUSTOMER',
      share: 0.2,
    });
    const customers = columnOf(table, 'CUSTOMER');
    const later = new Set(Array.from(validation, (row) => customers[row]));
    expect(Array.from(training, (row) => later.has(customers[row]))).not.toContain(true);
    expect(validation.length + training.length).toBe(500);
    expect(said.said).toContain('1 earlier rows left out, as their CUSTOMER comes back later');
  });

  it.each([
    ['no times', ['2025-01-01', 'soon'], 'line 3, column WHEN'],
    ['numbers among dates', ['2025-01-01', '7'], 'line 3, column WHEN'],
    ['a day that is none', ['2025-13-01'], 'line 2, column WHEN'],
  ])('splitRows: refuses %s', (_, times, said) => {
    const table = madeUpTable(300);
    const cells = Array.from({ length: 300 }, (_, row) => times[row] ?? '2025-01-02');
    const refusal = refusalOf(() => split(withTimes(table, cells), { timeColumn: 'WHEN' }));
    expect(refusal.code).toBe('data_not_fit');
    expect(refusal.message).toContain(said);
  });

  it('splitRows: refuses data that leaves too few rows of a class on a side', () => {
    const lines = Array.from({ length: 100 }, (_, row) => `${row < 12 ? 1 : 0},${row}`);
    const table = readTable(Buffer.from(`GONE,INCOME\n${lines.join('\n')}\n`));
    const outcome = readOutcome(table, madeUpSpec.contract.outcome);
    const refusal = refusalOf(() => splitRows(table, madeUpSpec, ['INCOME'], outcome));
    expect(refusal.message).toMatch(/only \d rows with GONE = 1 are left for (training|validation), and it takes 10/);
  });
});
