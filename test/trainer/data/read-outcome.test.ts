import { readTable } from '../../../formats/csv/read-table';
import { readOutcome } from '../../../trainer/data/read-outcome';
import { refusalOf } from '../../support/refusal-of';

function read(cells: readonly string[], event = '1') {
  return readOutcome(readTable(Buffer.from(`BAD,X\n${cells.map((cell) => `${cell},0\n`).join('')}`)), {
    name: 'BAD',
    event,
  });
}

describe('readOutcome', () => {
  it('readOutcome: compares numbers as numbers and names the two values alike', () => {
    const outcome = read(['0', '1.0', ' 1', '0.00'], '1');
    expect(outcome).toMatchObject({ event: '1', other: '0' });
    expect([...outcome.events]).toEqual([0, 1, 1, 0]);
  });

  it('readOutcome: takes words as they are', () => {
    expect(read(['no', 'yes', ' no '], 'yes')).toMatchObject({ event: 'yes', other: 'no' });
  });

  it.each([
    ['one class only', ['0', '0'], 'outcome_not_two', 'only the value 0'],
    ['the event alone', ['1', '1'], 'outcome_not_two', 'only the value 1'],
    ['three values', ['0', '1', '2'], 'outcome_not_two', 'the values 0, 1, 2'],
    ['two values without the event', ['no', 'yes'], 'outcome_not_two', 'the values no, yes'],
    ['many values', ['1', '2', '3', '4', '5', '6', '7'], 'outcome_not_two', '… (7)'],
    ['a gap', ['0', '', '1'], 'data_not_fit', 'line 3 has no BAD'],
    ['no rows', [], 'csv_empty', 'no rows'],
  ])('readOutcome: refuses %s', (_, cells, code, said) => {
    const refusal = refusalOf(() => read(cells));
    expect(refusal.code).toBe(code);
    expect(refusal.message).toContain(said);
  });

  it('readOutcome: refuses a column that is not there', () => {
    const table = readTable(Buffer.from('X\n1\n'));
    expect(refusalOf(() => readOutcome(table, { name: 'BAD', event: '1' })).code).toBe('csv_column_missing');
  });
});
