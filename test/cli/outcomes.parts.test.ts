import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connectDatabase, type Database } from '../../database/database';
import { StewardError } from '../../domain/errors';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { applyTestProject, projectFile } from '../support/release-fixtures';
import { recordTestRows } from '../support/scored-rows';
import { scratchFolder } from '../support/scratch-folder';
import { createShell, type Shell } from '../support/shell';

let files: TestDatabase;
let database: Database;
let announced: number[] = [];
let shell: Shell;

beforeAll(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url, max: 4 });
  await applyTestProject(database);
  await applyTestProject(database, projectFile({ project: 'motor' }));
  shell = createShell({
    database: () => database,
    imports: () => ({ announceImport: (id) => Promise.resolve(void announced.push(id)) }),
  });
});
beforeEach(() => {
  announced = [];
});
afterAll(async () => {
  await database.close();
  await files.drop();
});
const folder = scratchFolder();

async function lay(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

const columns = ['--reference', 'ID', '--outcome', 'BAD', '--project', 'hmeq'];

function importFile(file: string, ...more: readonly string[]) {
  return shell('outcomes', 'import', file, ...columns, ...more);
}

describe('outcomes import', () => {
  it('keeps a file with any separator, and says what it brought and what to do about the rest', async () => {
    await recordTestRows(
      files.gatewayUrl,
      ['a', 'b', 'c', 'd'].map((reference) => ({ reference })),
    );
    await importFile(await lay('first.csv', 'ID,BAD\nc,0\n'));
    const rows = ['a;1;2026-06-01', 'b;0;2026-06-01', 'c;1;', 'd;1;2026-02-01', 'x;0;', 'y;1;2999-01-01', 'z;;'];
    const file = await lay('second.csv', `ID;BAD;SEEN\n${rows.join('\n')}\n`);
    const { lines, error } = await importFile(file, '--observed-at', 'SEEN');
    expect(error).toBeUndefined();
    const said = lines.join('\n').replaceAll(/\s+/g, ' ');
    expect(said).toContain('2 scored rows got their first outcome, 1 event among them (BAD is 1).');
    expect(said).toContain(
      '1 outcome: another value than the known one. If they are right, deliver them again with "--correct"',
    );
    expect(said).toContain('1 outcome: observed before the row was scored. Check the times');
    expect(said).toContain('1 outcome: observed later than now. Check the times');
    expect(said).toContain('Known now on production: 3 of the 4 rows of that time (75 %)');
    expect(said).toContain('1 outcome is kept without a scored row');
    expect(said).toContain('1 row had no outcome yet.');
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^Another value .*: c$/)]));
    expect(announced).toHaveLength(2);
  });

  it('does nothing for a file that came before, and corrects by it when told to', async () => {
    const file = await lay('again.csv', 'ID,BAD\nagain,0\n');
    await importFile(file);
    announced = [];
    const { lines } = await importFile(file);
    expect(lines[0]).toMatch(/^This file was imported at .* UTC \(import \d+\); nothing was done now\.$/);
    expect(lines.join('\n')).toContain('1 outcome arrived');
    expect(lines.join('\n')).not.toContain('What happens next');
    expect(announced).toEqual([]);
    const changed = await lay('changed.csv', 'ID,BAD\nagain,1\n');
    await importFile(changed);
    const corrected = await importFile(changed, '--correct');
    expect(corrected.lines.join('\n')).toContain('1 known outcome is corrected.');
    const kept = await database.query(
      `select revision, value from outcomes where reference = 'again' order by revision`,
    );
    expect(kept).toEqual([
      { revision: 1, value: '0' },
      { revision: 2, value: '1' },
    ]);
  });

  it('stands when the engine is away, and says so', async () => {
    const alone = createShell({
      database: () => database,
      imports: () => ({ announceImport: () => Promise.reject(new StewardError('engine_away')) }),
    });
    const file = await lay('away.csv', 'ID,BAD\naway,0\n');
    const { lines, error } = await alone('outcomes', 'import', file, ...columns);
    expect(error).toBeUndefined();
    expect(lines.at(-1)).toContain('the channel is told when it is back');
    expect(await database.query(`select 1 from outcomes where reference = 'away'`)).toHaveLength(1);
  });

  it.each([
    ['a third value', 'ID,BAD\na1,0\na2,1\nJane,Roe\n', 'outcome_value_unknown', /^Line 4, column BAD: /],
    [
      'two outcomes of one reference',
      'ID,BAD\na1,0\n\na1,1\n',
      'outcome_twice',
      /^Line 4, column BAD: .*Line 2, column BAD/,
    ],
    ['an empty reference', 'ID,BAD\nJane,0\n ,1\n', 'outcomes_invalid', /Line 3, column ID: the reference is empty/],
    ['a long reference', `ID,BAD\n${'Roe'.repeat(100)},1\n`, 'outcomes_invalid', /Line 2, column ID: .* more than 200/],
    ['a row too short', 'ID,BAD,X\na,1\n', 'csv_row_width', /^Line 2 /],
    ['no such column', 'ID,GOOD\na,1\n', 'csv_column_missing', /no column BAD.*ID, GOOD/],
    ['nothing', '', 'csv_empty', /header line/],
    ['a header only', 'ID,BAD\n', 'outcomes_none', /at least one row.*nothing was imported/],
  ])('refuses a file with %s by its place, quotes no cell and keeps nothing', async (_, content, code, words) => {
    const before = await database.query('select 1 from outcomes');
    const { error, lines } = await importFile(await lay('refused.csv', content));
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toMatch(words);
    expect((error as Error).message).not.toMatch(/Jane|Roe/);
    expect(lines).toEqual([]);
    expect(await database.query('select 1 from outcomes')).toEqual(before);
  });

  it('tells twenty mistakes by line, and how many more there are', async () => {
    const rows = Array.from({ length: 50 }, (_, row) => `t${row},1,yesterday`);
    const file = await lay('times.csv', `ID,BAD,SEEN\n${rows.join('\n')}\n`);
    const { error } = await importFile(file, '--observed-at', 'SEEN');
    expect(error).toMatchObject({ code: 'outcomes_invalid', details: { count: 50 } });
    expect((error as Error).message).toMatch(/^Line 21, column SEEN: the time is not by ISO 8601.*\n… and 30 more$/m);
  });

  it.each([
    ['a folder', folder, 'file_unreadable'],
    ['no file', path.join(folder, 'gone.csv'), 'file_unreadable'],
  ])('refuses %s', async (_, file, code) => {
    expect((await importFile(file)).error).toMatchObject({ code });
  });

  it('does not guess between two projects', async () => {
    const file = await lay('which.csv', 'ID,BAD\na,1\n');
    const { error } = await shell('outcomes', 'import', file, '--reference', 'ID', '--outcome', 'BAD');
    expect(error).toMatchObject({ code: 'project_missing' });
  });
});
