import { readTable } from '../../../formats/csv/read-table';
import { deduceInputs } from '../../../trainer/data/deduce-inputs';
import { readInputs } from '../../../trainer/data/read-inputs';
import { refusalOf } from '../../support/refusal-of';

const tableOf = (lines: readonly string[]) => readTable(Buffer.from(`${lines.join('\n')}\n`));

function textColumn(cells: readonly string[], categories?: readonly string[]) {
  const { columns, notes } = readInputs(tableOf(['A,B', ...cells.map((cell) => `${cell},0`)]), [
    { name: 'A', type: 'text', ...(categories ? { categories } : {}) },
  ]);
  const [column] = columns;
  if (column?.kind !== 'text') throw new Error('it is no text column');
  return { categories: column.categories, codes: [...column.codes], notes };
}

const times = (count: number, cell: string) => Array.from({ length: count }, () => cell);

describe('readInputs', () => {
  it('readInputs: reads numbers as the 32-bit floats that the model will get, NaN where empty', () => {
    const { columns } = readInputs(tableOf(['A,B', '0.1,x', ',y']), [{ name: 'A', type: 'number' }]);
    expect(columns).toEqual([{ kind: 'number', name: 'A', values: Float32Array.of(0.1, Number.NaN) }]);
  });

  it('readInputs: codes missing as 0, categories from 1 in order, rare ones as none of them', () => {
    expect(textColumn([...times(5, 'b'), ...times(6, 'a'), ...times(4, 'rare'), ''])).toEqual({
      categories: ['a', 'b'],
      codes: [...times(5, '').map(() => 2), ...times(6, '').map(() => 1), 3, 3, 3, 3, 0],
      notes: ['A: 4 rows have a rare or unlisted value and count as none of the known ones.'],
    });
  });

  it('readInputs: takes blanks off and says so', () => {
    expect(textColumn([...times(3, 'Mgr    '), ...times(3, 'Mgr')])).toMatchObject({
      categories: ['Mgr'],
      notes: ['A: blanks around 3 values were taken off; send values without them.'],
    });
  });

  it("readInputs: keeps to the contract's categories, also those that no row has", () => {
    expect(textColumn([...times(9, 'x'), 'y'], ['z', 'y'])).toMatchObject({
      categories: ['y', 'z'],
      codes: [...times(9, '').map(() => 3), 1],
    });
  });

  it('readInputs: keeps the fifty most frequent categories, those that are equally frequent by their order', () => {
    const cells = Array.from({ length: 60 }, (_, at) => times(at === 59 ? 6 : 5, `c${String(at).padStart(2, '0')}`));
    const { categories } = textColumn(cells.flat());
    expect(categories).toHaveLength(50);
    expect(categories.slice(-2)).toEqual(['c48', 'c59']);
  });

  it.each([
    ['text in a number', ['A,B', '1,0', 'x,0'], 'number', 'csv_not_a_number', 'Line 3 of the CSV file, column A'],
    ['a missing column', ['B,C', '1,0'], 'number', 'csv_column_missing', 'no column A'],
    ['a number beyond 32 bits', ['A,B', '1e39,0'], 'number', 'data_not_fit', 'line 2, column A'],
    ['an integer input', ['A,B', '1,0'], 'integer', 'training_spec_invalid', 'A is declared as an integer'],
  ] as const)('readInputs: refuses %s', (_, lines, type, code, said) => {
    const refusal = refusalOf(() => readInputs(tableOf(lines), [{ name: 'A', type }]));
    expect(refusal.code).toBe(code);
    expect(refusal.message).toContain(said);
  });
});

describe('deduceInputs', () => {
  it('deduceInputs: takes every other column, numbers where nine tenths of the filled cells are', () => {
    const rows = Array.from({ length: 10 }, (_, row) => `${row},${row === 0 ? 'x' : row},${row < 2 ? 'x' : row},a,,1`);
    const table = tableOf(['BAD,ALMOST,MIXED,WORD,EMPTY,WHEN', ...rows]);
    expect(deduceInputs(table, ['BAD', 'WHEN'])).toEqual([
      { name: 'ALMOST', type: 'number' },
      { name: 'MIXED', type: 'text' },
      { name: 'WORD', type: 'text' },
      { name: 'EMPTY', type: 'number' },
    ]);
  });
});
