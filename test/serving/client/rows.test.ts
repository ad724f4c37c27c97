import { readTable } from '../../../formats/csv/read-table';
import { chooseRows } from '../../../serving/client/choose-rows';
import { cutBatches } from '../../../serving/client/cut-batches';
import { readRows, type RowSource } from '../../../serving/client/read-rows';
import { nameAnswers, writeAnswers } from '../../../serving/client/write-answers';
import { contract, rowsOf } from './model-bench';

function read(text: string, references: RowSource['references'] = { prefix: 'abc' }, typed = contract) {
  return readRows({ file: 'a.csv', table: readTable(Buffer.from(text)), references }, typed);
}

const whole = { ...contract, inputs: [{ name: 'DEROG', type: 'integer' }] } as const;

describe('readRows', () => {
  it('readRows: numbers are numbers, texts lose the blanks around them, empty cells are missing', () => {
    expect(read('BAD;LOAN;JOB;P_BAD1\n1;1100;Mgr    ;0.5\n0;;;0.1\n').map(({ inputs }) => inputs)).toEqual([
      { LOAN: 1100, JOB: 'Mgr' },
      { LOAN: null, JOB: null },
    ]);
  });

  it('readRows: references are made of the prefix and the number of the row, with the line kept', () => {
    expect(read('LOAN,JOB\n1,a\n\n2,b\n')).toMatchObject([
      { reference: 'abc-1', line: 2, file: 'a.csv' },
      { reference: 'abc-2', line: 4, file: 'a.csv' },
    ]);
  });

  it('readRows: references come from a column where one is named', () => {
    expect(read('ID,LOAN,JOB\n 17 ,1,a\n18,2,b\n', { column: 'ID' }).map(({ reference }) => reference)).toEqual([
      '17',
      '18',
    ]);
  });

  it('readRows: whole numbers may be written with a fraction of nothing', () => {
    expect(read('DEROG\n3.0\n2\n', undefined, whole).map(({ inputs }) => inputs['DEROG'])).toEqual([3, 2]);
  });

  it.each([
    ['an input that the file does not have', 'LOAN\n1\n', undefined, contract, 'csv_column_missing', { column: 'JOB' }],
    [
      'text in a number',
      'LOAN,JOB\n1,a\nmuch,b\n',
      undefined,
      contract,
      'csv_not_a_number',
      { line: 3, column: 'LOAN' },
    ],
    [
      'a fraction in a whole number',
      'DEROG\n1.5\n',
      undefined,
      whole,
      'score_cell_not_whole',
      { line: 2, column: 'DEROG' },
    ],
    ['an empty reference', 'ID,LOAN,JOB\n,1,a\n', { column: 'ID' }, contract, 'score_reference_unfit', { line: 2 }],
    ['a comma in a reference', 'ID,LOAN,JOB\n"a,b",1,a\n', { column: 'ID' }, contract, 'score_reference_unfit', {}],
    ['a letter that no header takes', 'ID,LOAN,JOB\nä,1,a\n', { column: 'ID' }, contract, 'score_reference_unfit', {}],
    ['no such column of references', 'LOAN,JOB\n1,a\n', { column: 'ID' }, contract, 'csv_column_missing', {}],
  ] as const)('readRows: refuses %s', (_, text, references, typed, code, details) => {
    expect(() => read(text, references, typed)).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining(details) as unknown }) as Error,
    );
  });
});

describe('chooseRows', () => {
  const rows = rowsOf(50);
  const references = (chosen: readonly { reference: string }[]) => chosen.map(({ reference }) => reference);

  it('chooseRows: takes the first rows, or all where there are fewer', () => {
    expect(references(chooseRows(rows, { count: 2 }))).toEqual(['r-1', 'r-2']);
    expect(chooseRows(rows, { count: 99 })).toHaveLength(50);
    expect(chooseRows(rows, {})).toEqual(rows);
  });

  it('chooseRows: a seed decides sample and order, and a smaller sample is the beginning of a larger one', () => {
    const some = references(chooseRows(rows, { count: 20, seed: 4 }));
    expect(new Set(some).size).toBe(20);
    expect(references(chooseRows(rows, { count: 20, seed: 4 }))).toEqual(some);
    expect(references(chooseRows(rows, { seed: 4 })).slice(0, 20)).toEqual(some);
    expect(references(chooseRows(rows, { count: 20, seed: 5 }))).not.toEqual(some);
    expect(references(chooseRows(rows, { seed: 4 })).sort()).toEqual(references(rows).sort());
  });

  it('chooseRows: refuses two rows with one reference, and says where they are', () => {
    const doubled = [...rows, { ...rows[0]!, file: 'b.csv', line: 9 }];
    expect(() => chooseRows(doubled, {})).toThrow('line 2 of made.csv and line 9 of b.csv');
  });
});

describe('cutBatches', () => {
  it('cutBatches: cuts by rows, in order', () => {
    const batches = cutBatches(rowsOf(25), 10);
    expect(batches.map(({ from, rows }) => [from, rows.length])).toEqual([
      [0, 10],
      [10, 10],
      [20, 5],
    ]);
    expect(cutBatches([], 10)).toEqual([]);
  });

  it('cutBatches: long references make smaller batches, so that servers take the header', () => {
    const rows = rowsOf(250).map((row, at) => ({ ...row, reference: `${at}`.padEnd(200, '%') }));
    const batches = cutBatches(rows, 100);
    expect(batches.flatMap((batch) => batch.rows)).toEqual(rows);
    for (const { rowIds } of batches) expect(rowIds.length).toBeLessThan(12 * 1024);
    expect(batches.every(({ from, rows: some }) => rows[from] === some[0])).toBe(true);
  });

  it('cutBatches: what a header would lose is written in percent signs', () => {
    const rows = [{ ...rowsOf(1)[0]!, reference: 'a b%/c' }];
    expect(cutBatches(rows, 1)[0]?.rowIds).toBe('a%20b%25/c');
  });
});

describe('answers', () => {
  const run = {
    scores: Float64Array.of(0.5, Number.NaN, 0.25),
    other: { label: '0', scores: Float64Array.of(0.5, Number.NaN, 0.75) },
  };

  it('answers: have class and probabilities, and no line for a row without a score', () => {
    expect([...writeAnswers(rowsOf(3), run, contract, 0.5)]).toEqual([
      'reference,P_BAD1,P_BAD0,EVENT_PROBABILITY,CLASS',
      'r-1,0.5,0.5,0.5,1',
      'r-3,0.25,0.75,0.25,0',
    ]);
  });

  it('answers: the cut-off decides the class', () => {
    expect([...writeAnswers(rowsOf(3), run, contract, 0.2)].slice(1).map((line) => line.at(-1))).toEqual(['1', '1']);
  });

  it.each([
    ['1', undefined, '0', 'P_BAD0'],
    ['0', undefined, '1', 'P_BAD1'],
    ['bad', undefined, 'not bad', 'P_BADnot bad'],
    ['bad', 'good', 'good', 'P_BADgood'],
  ])('answers: beside the event %s and the label %s stands %s', (event, label, other, column) => {
    const named = nameAnswers(
      { ...contract, outcome: { name: 'BAD', event } },
      label === undefined ? {} : { other: { label, scores: new Float64Array() } },
    );
    expect(named.other).toBe(other);
    expect(named.columns[2]).toBe(column);
  });

  it('answers: references with quotes can be read back', () => {
    const rows = [{ ...rowsOf(1)[0]!, reference: 'a"b' }];
    const text = [...writeAnswers(rows, { scores: Float64Array.of(0.5) }, contract, 0.5)].join('\n');
    expect(readTable(Buffer.from(text)).cells[0]).toEqual(['a"b']);
  });
});
