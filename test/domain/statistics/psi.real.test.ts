import { readFileSync } from 'node:fs';
import path from 'node:path';
import { categoryShift, numberShift } from '../../../domain/statistics/psi';
import { numbersOf } from '../../../formats/csv/parse-number';
import { columnOf, readTable, type Table } from '../../../formats/csv/read-table';

const data = process.env['STEWARD_TEST_DATA'];
const withData = data ? it : it.skip;

function read(file: string): Table {
  return readTable(readFileSync(path.join(data ?? '', 'data/hmeq', file)));
}

describe('shifts of HMEQ (skipped where STEWARD_TEST_DATA is not set)', () => {
  withData.each([
    ['VALUE', 0.112],
    ['LOAN', 0.106],
    ['MORTDUE', 0.072],
    ['YOJ', 0.038],
    ['DEROG', 0],
    ['DELINQ', 0],
    ['CLAGE', 0],
    ['NINQ', 0],
    ['CLNO', 0],
    ['DEBTINC', 0],
  ])('numberShift: %s of the second quarter against the training data is %f', (column, psi) => {
    const shift = numberShift(numbersOf(read('raw_data.csv'), column), numbersOf(read('perf_2_q2.csv'), column));
    expect(shift?.psi).toBeCloseTo(psi, 3);
    expect((shift?.psi ?? 0) > (shift?.chance ?? 0)).toBe(psi > 0);
  });

  withData('numberShift: no input of the first quarter has moved by more than 0.023', () => {
    const [raw, quarter] = [read('raw_data.csv'), read('perf_1_q1.csv')];
    for (const column of ['LOAN', 'MORTDUE', 'VALUE', 'YOJ', 'CLAGE'])
      expect(numberShift(numbersOf(raw, column), numbersOf(quarter, column))?.psi).toBeLessThanOrEqual(0.023);
  });

  withData('numberShift: the scores of the second quarter against the first see nothing of it', () => {
    const scores = (file: string) => numbersOf(read(file), 'P_BAD1');
    const shift = numberShift(scores('perf_1_q1.csv'), scores('perf_2_q2.csv'));
    expect(shift?.psi).toBeCloseTo(0.0005, 4);
    expect(shift?.bins).toBe(6);
    expect(shift?.psi).toBeLessThan(shift?.chance ?? 0);
  });

  withData.each(['REASON', 'JOB'])('categoryShift: %s has not moved', (column) => {
    const shift = categoryShift(columnOf(read('raw_data.csv'), column), columnOf(read('perf_2_q2.csv'), column));
    expect(shift?.psi).toBe(0);
  });
});
