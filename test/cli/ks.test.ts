import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createShell } from '../support/shell';

let folder: string;
const shell = createShell({});

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'steward-ks-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function ks(text: string, ...options: string[]) {
  const file = path.join(folder, 'scores.csv');
  await writeFile(file, text);
  return shell('ks', file, '--score', 'P', '--outcome', 'BAD', ...options);
}

function csv(outcomes: string, scores: readonly number[], separator = ','): string {
  return [`BAD${separator}P`, ...[...outcomes].map((bad, row) => `${bad}${separator}${scores[row]}`), ''].join('\n');
}

describe('steward ks', () => {
  it.each([
    ['00011', [0.1, 0.2, 0.3, 0.8, 0.9], 'KS 1', 'AUC 1', 'higher'],
    ['11000', [0.1, 0.2, 0.3, 0.8, 0.9], 'KS 1', 'AUC 0', 'lower'],
    ['01010', [0.5, 0.5, 0.5, 0.5, 0.5], 'KS 0', 'AUC 0.5', 'none'],
    ['01001101', [0.1, 0.1, 0.2, 0.4, 0.4, 0.4, 0.7, 0.7], 'KS 0.25', 'AUC 0.5625', 'higher'],
    ['100110', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 'KS 0.3333333333333333', 'AUC 0.4444444444444444', 'lower'],
    ['0010010111', [0.05, 0.1, 0.1, 0.2, 0.3, 0.3, 0.4, 0.6, 0.8, 0.8], 'KS 0.6', 'AUC 0.8', 'higher'],
  ])('ks: %s at %j is worked out by hand', async (outcomes, scores, line, auc, direction) => {
    for (const separator of [',', ';', '\t']) {
      const { lines, error } = await ks(csv(outcomes, scores, separator));
      expect(error).toBeUndefined();
      expect(lines[0]).toBe(line);
      expect(lines).toContain(auc);
      expect(lines.find((one) => one.startsWith('direction'))).toContain(`direction ${direction}:`);
    }
  });

  it('ks: says all that belongs to the figure', async () => {
    const { lines } = await ks('BAD;P\n0;0.1\n1;0.4\n;0.5\n0;\n1;0.4\n0;0.4\n');
    expect(lines).toEqual([
      'KS 0.5',
      expect.stringMatching(/^95 % interval 0\.\d{4} to \d\.\d{4}$/),
      'AUC 0.75',
      'direction higher: events score higher than non-events',
      'at score <= 0.1: 0.0 % of the events, 50.0 % of the non-events',
      'rows 4: 2 events (BAD = 1), 2 non-events',
      'left out: 1 without a score, 1 without an outcome',
      expect.stringMatching(/^most frequent score 0\.4: 75\.0 % of the rows; so many equal scores/),
      'Careful: 2 rows of one class are few; below 100 chance decides more than the model.',
    ]);
  });

  it('ks: warns of a column in which events score lower', async () => {
    const { lines } = await ks(csv('1100', [0.1, 0.2, 0.3, 0.4]));
    expect(lines.join('\n')).toContain('events score LOWER. This is probably the wrong column');
  });

  it('ks: takes 1, 1.0 and blanks around for one value, and words for events', async () => {
    expect((await ks('BAD,P\n1.0,0.9\n 1 ,0.8\n0,0.1\n')).lines[0]).toBe('KS 1');
    expect((await ks('BAD,P\nbad,0.9\ngood,0.1\n', '--event', 'bad')).lines[0]).toBe('KS 1');
  });

  it.each([
    ['events only', 'BAD,P\n1,0.3\n1,0.4\n', { rows: 2, events: 2, others: 0 }],
    ['non-events only', 'BAD,P\n0,0.3\n', { rows: 1, events: 0, others: 1 }],
    ['no rows', 'BAD,P\n', { rows: 0, events: 0, others: 0 }],
    ['no scores', 'BAD,P\n0,\n1,\n', { rows: 0, events: 0, others: 0 }],
  ])('ks: of %s is undefined, never 0, and a failure', async (_, text, details) => {
    const { lines, error } = await ks(text);
    expect(lines[0]).toBe('KS undefined');
    expect(error).toMatchObject({ code: 'ks_undefined', details });
  });

  it.each([
    ['text among the scores', 'BAD,P\n0,0.1\n1,high\n', 'csv_not_a_number', { line: 3, column: 'P' }],
    ['a row of another width', 'BAD,P\n0,0.1\n1\n', 'csv_row_width', { line: 3 }],
    ['a third outcome', 'BAD,P\n0,0.1\n1,0.2\n2,0.2\n', 'ks_outcome_unclear', { line: 4, values: 2 }],
    ['no such column', 'BAD,Q\n0,0.1\n', 'csv_column_missing', { column: 'P' }],
    ['an empty file', '', 'csv_empty', {}],
  ])('ks: refuses %s and says where', async (_, text, code, details) => {
    expect((await ks(text)).error).toMatchObject({ code, details });
  });

  it('ks: refuses a file that is not there', async () => {
    const { error } = await shell('ks', path.join(folder, 'gone.csv'), '--score', 'P', '--outcome', 'BAD');
    expect(error).toMatchObject({ code: 'file_unreadable' });
  });
});

const data = process.env['STEWARD_TEST_DATA'];
const withData = data ? it : it.skip;

describe(`steward ks on HMEQ${data ? '' : ' (skipped: STEWARD_TEST_DATA is not set)'}`, () => {
  withData.each([
    [
      'perf_1_q1.csv',
      'KS 0.35433890011808844',
      '95 % interval 0.3',
      'rows 5960: 1257 events (BAD = 1), 4703 non-events',
    ],
    [
      'perf_2_q2.csv',
      'KS 0.29931784660766964',
      '95 % interval 0.2',
      'rows 5960: 1440 events (BAD = 1), 4520 non-events',
    ],
  ])('ks: of P_BAD1 in %s is exact', async (file, line, interval, rows) => {
    const typed = ['ks', path.join(data ?? '', 'data/hmeq', file), '--score', 'P_BAD1', '--outcome', 'BAD'];
    const { lines, error } = await shell(...typed);
    expect(error).toBeUndefined();
    expect(lines[0]).toBe(line);
    expect(lines[1]?.startsWith(interval)).toBe(true);
    expect(lines).toContain(rows);
    expect(lines.find((one) => one.startsWith('most frequent score'))).toContain('43.6 % of the rows');
  });
});
