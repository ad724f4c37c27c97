import { numbersOf, parseNumber } from '../../../formats/csv/parse-number';
import { columnOf, readTable, tableLimits } from '../../../formats/csv/read-table';
import { refusalOf } from '../../support/refusal-of';

const read = (text: string) => readTable(Buffer.from(text));

describe('readTable', () => {
  it.each([
    [',', 'A,B\n1,x\n2,\n'],
    [';', 'A;B\n1;x\n2;\n'],
    ['\t', 'A\tB\n1\tx\n2\t\n'],
  ])('readTable: finds out that %j separates', (separator, text) => {
    expect(read(text)).toEqual({
      separator,
      names: ['A', 'B'],
      rows: 2,
      cells: [
        ['1', '2'],
        ['x', ''],
      ],
      lines: [2, 3],
    });
  });

  it('readTable: counts separators outside quotes only', () => {
    expect(read('"a,b,c";d\n1;2\n')).toMatchObject({ separator: ';', names: ['a,b,c', 'd'] });
  });

  it('readTable: skips a byte order mark, carriage returns and empty lines, and keeps the line numbers', () => {
    expect(read('\ufeffA,B\r\n1,x\r\n\r\n2,"y\nz"\r\n3,u')).toMatchObject({
      names: ['A', 'B'],
      cells: [
        ['1', '2', '3'],
        ['x', 'y\nz', 'u'],
      ],
      lines: [2, 5, 6],
    });
  });

  it('readTable: reads a header without rows as an empty table', () => {
    expect(read('A,B\n')).toMatchObject({ rows: 0, cells: [[], []] });
  });

  it.each([
    ['', 'csv_empty', {}],
    ['A,B\n1,2\n3\n', 'csv_row_width', { line: 3, found: 1, expected: 2 }],
    ['A;B\n1;2;3\n', 'csv_row_width', { line: 2, found: 3, expected: 2, separator: 'a semicolon' }],
    ['A,A\n1,2\n', 'csv_header', { what: 'the name A twice' }],
    [`A,${'B'.repeat(201)}\n1,2\n`, 'csv_header', { what: 'a name of more than 200 characters in column 2' }],
    ['A,\n1,2\n', 'csv_header', { what: 'no name for column 2' }],
    ['A,B\n1,"2\n', 'csv_unreadable', { why: 'a quote is not closed' }],
    ['A,B\n1,2\n"x"y,2\n', 'csv_unreadable', { line: 3, why: 'something follows a closing quote' }],
    ['A,B\n1,2\nx"y,2\n', 'csv_unreadable', { line: 3 }],
    ['A,B\n1,\0\n', 'csv_unreadable', { why: 'the file is not UTF-8 text' }],
  ])('readTable: %j ends with %s', (text, code, details) => {
    expect(refusalOf(() => read(text))).toMatchObject({ code, details });
  });

  it('readTable: refuses text that is not UTF-8', () => {
    expect(refusalOf(() => readTable(Buffer.from([0x41, 0x0a, 0xff, 0xfe]))).code).toBe('csv_unreadable');
  });

  it('readTable: never shows the content of a cell in an error', () => {
    for (const text of ['A,B\n"Jane Doe"x,2\n', 'A,B\nJane"Doe",2\n', 'A,B\n"Jane,2\n'])
      expect(refusalOf(() => read(text)).message).not.toContain('Jane');
  });

  it.each([
    [{ bytes: 5 }, 'megabytes'],
    [{ rows: 1 }, 'rows'],
    [{ columns: 1 }, 'columns'],
  ])('readTable: holds the limit %j', (limit, what) => {
    const attempt = () => readTable(Buffer.from('A,B\n1,2\n3,4\n'), { ...tableLimits, ...limit });
    expect(refusalOf(attempt)).toMatchObject({ code: 'csv_too_large', details: { what } });
  });

  it('columnOf: names the columns that there are', () => {
    expect(refusalOf(() => columnOf(read('A,B\n1,2\n'), 'C'))).toMatchObject({
      code: 'csv_column_missing',
      details: { column: 'C', columns: 'A, B' },
    });
  });
});

describe('parseNumber', () => {
  it.each([
    ['1', 1],
    [' 85136.0 ', 85136],
    ['-.5', -0.5],
    ['+3.', 3],
    ['1e-3', 0.001],
  ])('parseNumber: reads %j', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(['', ' ', '.', '1,5', '1 000', '0x10', 'NaN', 'Infinity', '1e999', 'NA', '1.2.3', '--1', '1_0'])(
    'parseNumber: does not take %j for a number',
    (text) => {
      expect(parseNumber(text)).toBeUndefined();
    },
  );

  it('numbersOf: an empty cell is missing, text is refused with its line and column', () => {
    expect(numbersOf(read('A,B\n1,x\n,y\n3,z\n'), 'A')).toEqual(Float64Array.of(1, Number.NaN, 3));
    expect(refusalOf(() => numbersOf(read('A;B\n1;x\n\n1,5;y\n'), 'A'))).toMatchObject({
      code: 'csv_not_a_number',
      details: { line: 4, column: 'A' },
    });
  });
});
