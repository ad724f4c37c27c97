import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { connectDatabase, type Database } from '../../database/database';
import { importOutcomes } from '../../database/outcomes';
import { hashJson } from '../../formats/hash';
import { columnOf, readTable, type Table } from '../../formats/csv/read-table';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { applyTestProject, digestOf, openTestRelease, registerTestVersion } from '../support/release-fixtures';
import { recordTestRows } from '../support/scored-rows';
import { scratchFolder } from '../support/scratch-folder';
import { createShell, type Shell } from '../support/shell';

let files: TestDatabase;
let database: Database;
let shell: Shell;
let release: number;

const day = (date: number, time = '09:00:00.000'): string => `2026-03-${String(date).padStart(2, '0')}T${time}Z`;
const odd = ['=cmd|calc', '+1', '-2', '@x', 'with,comma', 'with "quotes"', 'ä漢\u{1f9ea}', "it's"];

beforeAll(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url, max: 4 });
  shell = createShell({ database: () => database });
  await applyTestProject(database);
  await registerTestVersion(database, '1');
  const opened = await openTestRelease(database, '1');
  release = opened.release.number;
  const by = { release, version: 'v1' };
  const scores = [0.1, 1 / 3, 1e-7, Number.NaN];
  const early = scores.map((score, row) => ({ reference: `e${row}`, score, scoredAt: day(1) }));
  await recordTestRows(files.gatewayUrl, early, by);
  await recordTestRows(
    files.gatewayUrl,
    odd.map((reference) => ({ reference, scoredAt: day(2) })),
    by,
  );
  // More than a page, all of one moment, more exact than a JavaScript date.
  const many = Array.from({ length: 6_000 }, (_, row) => ({
    reference: `m${row}`,
    scoredAt: day(3, '09:00:00.000123'),
  }));
  await recordTestRows(files.gatewayUrl, many, by);
  const next = [{ reference: 'n', scoredAt: day(1) }];
  await recordTestRows(files.gatewayUrl, next, { release: release + 1, version: 'v2' });
  await deliver(day(10), [
    ['e0', '1', day(5)],
    ['e1', '0', day(5)],
    ['e2', '1', day(5)],
  ]);
  await deliver(
    day(20),
    [
      ['e1', '1', day(15)],
      ['e2', '1', day(15)],
    ],
    true,
  );
});
afterAll(async () => {
  await database.close();
  await files.drop();
});
const folder = scratchFolder();

type Triple = readonly [reference: string, value: string, observedAt: string];

async function deliver(at: string, triples: readonly Triple[], correct = false): Promise<void> {
  const outcomes = triples.map(([reference, value, observedAt]) => ({ reference, value, observedAt }));
  const digest = hashJson({ outcomes, correct });
  const delivery = { project: 'hmeq', outcomes, event: '1', correct, key: digest, digest, source: 'test' };
  const by = { importedBy: { kind: 'system' }, placeOf: String } as const;
  await database.transaction((tx) => importOutcomes(tx, { ...delivery, ...by }, () => at));
}

async function exported(...words: readonly string[]): Promise<Table> {
  const { lines, error } = await shell('scores', 'export', ...words);
  expect(error).toBeUndefined();
  return readTable(Buffer.from(lines.join('\n')));
}

function rowOf(table: Table, reference: string): Record<string, string | undefined> {
  const at = columnOf(table, 'reference').indexOf(reference);
  return Object.fromEntries(table.names.map((name, column) => [name, table.cells[column]?.[at]]));
}

/** A closed window from one row to another, both included, of what was recorded up to a third. */
async function closeWindow(number: number, from: string, to: string, ceiling: string): Promise<void> {
  await database.query(
    `insert into windows (project, environment, number, release, version, from_at, from_id, to_at, to_id, ceiling_id, rows,
       row_hash, cut, closed_at)
     select 'hmeq', 'production', $1, $2, 'v1', f.scored_at, f.row_id, t.scored_at, t.row_id, c.row_id, 1, $6, false, now()
     from scored_references f, scored_references t, scored_references c
     where f.reference = $3 and t.reference = $4 and c.reference = $5`,
    [number, release, from, to, ceiling, digestOf('a')],
  );
}

describe('scores export', () => {
  it('writes every number so that it reads back as the same, and every reference as it is', async () => {
    const table = await exported('--version', 'v1', '--to', '2026-03-03');
    expect(columnOf(table, 'score').slice(0, 4).map(Number)).toEqual([0.1, 1 / 3, 1e-7, Number.NaN]);
    expect(columnOf(table, 'reference').slice(4)).toEqual(odd);
    expect(rowOf(table, 'e0')).toEqual({
      reference: 'e0',
      version: 'v1',
      release: String(release),
      score: '0.1',
      outcome: '1',
      event: '1',
      scored_at: '2026-03-01T09:00:00.000000Z',
      observed_at: '2026-03-05T09:00:00.000000Z',
      recorded_at: '2026-03-10T09:00:00.000000Z',
    });
    expect(rowOf(table, 'e3')).toMatchObject({ outcome: '', event: '', observed_at: '', recorded_at: '' });
  });

  it('has every row once, over pages of one moment and over releases', async () => {
    const table = await exported();
    const references = columnOf(table, 'reference');
    expect(references).toHaveLength(4 + odd.length + 6_000 + 1);
    expect(new Set(references).size).toBe(references.length);
    expect(references.at(-1)).toBe('n');
  });

  it('knows what was known at a time, and not later', async () => {
    const eventAt = async (time: string) => rowOf(await exported('--to', '2026-03-02', '--as-of', time), 'e1');
    expect(await eventAt('2026-03-09')).toMatchObject({ outcome: '', event: '' });
    expect(await eventAt(day(10))).toMatchObject({
      outcome: '0',
      event: '0',
      recorded_at: '2026-03-10T09:00:00.000000Z',
    });
    expect(await eventAt(day(20))).toMatchObject({
      outcome: '1',
      event: '1',
      recorded_at: '2026-03-20T09:00:00.000000Z',
    });
  });

  it('takes the start of a time and leaves out its end', async () => {
    const table = await exported('--from', day(1), '--to', day(2));
    expect(columnOf(table, 'reference')).toEqual(['e0', 'e1', 'e2', 'e3', 'n']);
    expect((await exported('--from', day(2), '--to', day(3), '--version', 'v1')).rows).toBe(odd.length);
  });

  it('shows an outcome from before the score, and judges nothing by it', async () => {
    await deliver(day(12), [['late', '1', day(11)]]);
    await recordTestRows(files.gatewayUrl, [{ reference: 'late', scoredAt: day(13) }], { environment: 'staging' });
    const table = await exported('--environment', 'staging');
    expect(rowOf(table, 'late')).toMatchObject({ outcome: '1', event: '' });
  });

  it('has exactly the rows of a window: both ends, and none that came when it was closed', async () => {
    await recordTestRows(files.gatewayUrl, [{ reference: 'came-late', scoredAt: day(1) }], { release });
    await closeWindow(1, 'e1', odd[2] ?? '', 'm5999');
    const table = await exported('--window', '1');
    expect(columnOf(table, 'reference')).toEqual(['e1', 'e2', 'e3', ...odd.slice(0, 3)]);
    await closeWindow(2, 'm1', 'm5998', 'm5999');
    expect((await exported('--window', '2')).rows).toBe(5_998);
  });

  it('writes a file that only its owner reads, whole or not at all', async () => {
    const out = path.join(folder, 'scores.csv');
    const { lines } = await shell('scores', 'export', '--to', '2026-03-02', '--out', out, '--as-of', day(20));
    expect(lines).toEqual([`${out}: 6 rows of production, outcomes as of ${day(20)}.`]);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect(readTable(await readFile(out)).rows).toBe(6);
    expect(await readdir(folder)).toEqual(['scores.csv']);
  });

  it.each([
    ['another environment', ['--environment', 'nowhere'], 'environment_unknown'],
    ['another version', ['--version', 'v9'], 'version_unknown'],
    ['a window that is not closed', ['--window', '99'], 'scores_window_unknown'],
    ['a window by name', ['--window', 'newest'], 'scores_window_unknown'],
    ['a window and times', ['--window', '1', '--from', '2026-03-01'], 'scores_selection_unclear'],
    ['times the wrong way round', ['--from', '2026-03-02', '--to', '2026-03-01'], 'scores_selection_unclear'],
    ['a time without its zone', ['--as-of', '2026-03-01T00:00'], 'time_unreadable'],
  ])('refuses %s', async (_, words, code) => {
    const { error, lines } = await shell('scores', 'export', ...words);
    expect(error).toMatchObject({ code });
    expect(lines).toEqual([]);
  });
});
