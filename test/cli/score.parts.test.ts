import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connectDatabase, type Database } from '../../database/database';
import { recordScoredRows } from '../../database/scored-rows';
import { recordServing } from '../../database/servings';
import { registerVersion } from '../../database/versions';
import { numbersOf } from '../../formats/csv/parse-number';
import { readTable } from '../../formats/csv/read-table';
import { contract, createClient, type Fault, type Seen, startBench } from '../serving/client/model-bench';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { applyTestProject, digestOf, manifest, openTestRelease, people, start } from '../support/release-fixtures';
import { repositoryRoot } from '../support/run-state';
import { scratchFolder } from '../support/scratch-folder';
import { createShell } from '../support/shell';

const folder = scratchFolder();
let files: TestDatabase;
let database: Database;
let bench: Awaited<ReturnType<typeof startBench>>;
let decide: (seen: Seen, nth: number) => Fault = () => 'pass';
let shell: ReturnType<typeof createShell>;
let csv: string;

beforeAll(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url, max: 2 });
  bench = await startBench((seen, nth) => decide(seen, nth));
  await applyTestProject(database);
  await database.transaction((tx) =>
    registerVersion(
      tx,
      'hmeq',
      { ...manifest('1'), contract },
      { modeller: people.modeller, actor: { kind: 'system' }, at: start },
    ),
  );
  const opened = await openTestRelease(database, '1');
  const release = 'release' in opened ? opened.release.number : 0;
  const [packageDigest, imageDigest] = [digestOf('1'), digestOf('2')];
  await database.transaction(async (tx) => {
    await recordServing(
      tx,
      { project: 'hmeq', environment: 'production' },
      { release, version: 'v1', packageDigest, imageDigest, since: start },
    );
    const endpoint = JSON.stringify({ address: bench.address, curl: 'curl' });
    await tx.query('update releases set endpoint = $2 where number = $1', [release, endpoint]);
  });
  csv = path.join(folder, 'applicants.csv');
  const lines = Array.from({ length: 250 }, (_, at) => `0;${at * 10};${at % 2 === 0 ? 'Sales  ' : ''}`);
  await writeFile(csv, ['BAD;LOAN;JOB', ...lines, ''].join('\n'));
});
afterAll(async () => {
  await bench.stop();
  await database.close();
  await files.drop();
});
beforeEach(() => {
  decide = () => 'pass';
  bench.requests.length = 0;
  shell = createShell({ database: () => database, client: createClient() });
});

const sentReferences = () => bench.requests.flatMap(({ rowIds }) => rowIds.split(','));

describe('steward score', () => {
  it('score: scores a file through what serves the leading environment, and writes the answers', async () => {
    const out = path.join(folder, 'answers.csv');
    const { lines, error } = await shell('score', csv, '--out', out);
    expect(error).toBeUndefined();
    expect(lines).toEqual([
      expect.stringMatching(/^250 of 250 rows scored in .*, mean score 0\.8\d+\.$/),
      'They wait to be recorded: outcomes that are delivered now are kept and count when the rows come.',
      `Answers: ${out}`,
    ]);
    const table = readTable(await readFile(out));
    expect(table.names).toEqual(['reference', 'P_BAD1', 'P_BAD0', 'EVENT_PROBABILITY', 'CLASS']);
    expect(table.rows).toBe(250);
    expect(numbersOf(table, 'P_BAD1')[1]).toBeCloseTo(1 / (1 + Math.exp(-0.01)), 6);
    // The blanks of a padded category are not part of it.
    expect(numbersOf(table, 'P_BAD1')[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 6);
    expect(table.cells[0]?.[0]).toMatch(/^[0-9a-f]{12}-1$/);
  });

  it('score: waits until the record has the rows, and says so', async () => {
    let asked = 0;
    const client = createClient();
    const record = async (): Promise<void> => {
      const owner = connectDatabase({ url: files.ownerUrl, max: 1 });
      const by = {
        project: 'hmeq',
        environment: 'production',
        release: 1,
        version: 'v1',
        packageDigest: digestOf('1'),
      };
      const row = (reference: string) => ({
        reference,
        scoredAt: start,
        score: 0.5,
        hash: Buffer.alloc(32),
        inputs: '{}',
      });
      await recordScoredRows(owner, by, [...new Set(sentReferences())].map(row));
      await owner.close();
    };
    const wait = async (): Promise<void> => {
      asked += 1;
      if (asked === 3) await record();
    };
    const waiting = createShell({ database: () => database, client: { ...client, wait } });
    const { lines } = await waiting('score', csv, '--rows', '5', '--reference', 'LOAN');
    expect(asked).toBe(3);
    expect(lines.at(-1)).toBe('All of them are recorded.');
  });

  it('score: the same file again has the same references, whatever its name and order', async () => {
    await shell('score', csv);
    const first = sentReferences();
    const copy = path.join(folder, 'copy.csv');
    await writeFile(copy, await readFile(csv));
    bench.requests.length = 0;
    await shell('score', copy, '--seed', '3');
    expect(sentReferences()).not.toEqual(first);
    expect(sentReferences().sort()).toEqual(first.sort());
  });

  it('score: takes first rows, a sample, and a column of references', async () => {
    await shell('score', csv, '--rows', '3', '--concurrency', '1');
    expect(sentReferences().map((reference) => reference.split('-')[1])).toEqual(['1', '2', '3']);
    bench.requests.length = 0;
    await shell('score', csv, '--rows', '20', '--reference', 'LOAN', '--seed', '1');
    expect(new Set(sentReferences()).size).toBe(20);
  });

  it('score: with --out - prints the answers and nothing else', async () => {
    const { lines, warnings } = await shell('score', csv, '--rows', '2', '--cut-off', '0.6', '--out', '-');
    expect(lines[0]).toBe('reference,P_BAD1,P_BAD0,EVENT_PROBABILITY,CLASS');
    expect(lines.slice(1).map((line) => line.at(-1))).toEqual(['1', '0']);
    expect(warnings[0]).toContain('2 of 2 rows scored');
  });

  it('score: what was refused leaves the scored rows beside the file and fails', async () => {
    decide = (_, nth) => (nth === 2 ? { status: 409, error: 'Another row was scored under it.' } : 'pass');
    const out = path.join(folder, 'refused.csv');
    const { lines, error } = await shell('score', csv, '--concurrency', '1', '--out', out);
    expect(error).toMatchObject({ code: 'score_refused', message: expect.stringContaining('Another row') as unknown });
    expect(lines.join('\n')).toContain('100 of 250 rows scored');
    expect(readTable(await readFile(`${out}.part`)).rows).toBe(100);
    expect(await readdir(folder)).not.toContain('refused.csv');
  });

  it('score: interrupted, leaves a part and says how to go on', async () => {
    const interrupted = new AbortController();
    decide = (_, nth) => {
      if (nth === 3) interrupted.abort();
      return 'pass';
    };
    const out = path.join(folder, 'interrupted.csv');
    const interruptible = createShell({
      database: () => database,
      client: createClient(),
      interruption: () => interrupted.signal,
    });
    const { error } = await interruptible('score', csv, '--concurrency', '1', '--out', out);
    expect(error).toMatchObject({
      code: 'score_interrupted',
      details: { scored: 200, rows: 250 },
      message: expect.stringContaining('same command again') as unknown,
    });
    expect(readTable(await readFile(`${out}.part`)).rows).toBe(200);
  });

  it('score: Ctrl-C ends the program in order', async () => {
    const out = path.join(folder, 'pressed.csv');
    const words = ['score', csv, '--rate', '100', '--concurrency', '1', '--out', out];
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(repositoryRoot, 'cli/main.ts'), ...words], {
      cwd: repositoryRoot,
      env: {
        PATH: process.env['PATH'],
        STEWARD_HOME: path.join(folder, 'home'),
        STEWARD_DATABASE_URL: files.url,
        TEMPORAL_ADDRESS: '127.0.0.1:1',
        STEWARD_UPLOADS_DIR: folder,
      },
    });
    decide = (_, nth) => {
      if (nth === 3) child.kill('SIGINT');
      return 'pass';
    };
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(said).toMatch(/^Interrupted after \d+ of 250 rows\. Give the same command again/);
    expect(code).toBe(1);
    expect(readTable(await readFile(`${out}.part`)).rows).toBeLessThan(250);
    expect(readTable(await readFile(`${out}.part`)).rows).toBeGreaterThanOrEqual(20);
  });

  it('score: by the clock says when the server did not keep up', async () => {
    decide = (_, nth) => (nth <= 6 ? { status: 503, error: 'busy' } : 'pass');
    const { lines } = await shell('score', csv, '--rate', '1000', '--concurrency', '1');
    expect(lines).toContain('That is slower than the 1000 rows/s that were asked for: the server did not keep up.');
  });

  it('score: rows without a score are told by line, and the command fails', async () => {
    decide = (_, nth) => (nth === 1 ? { status: 500, error: 'out of memory' } : 'pass');
    const { lines, error } = await shell('score', csv, '--concurrency', '1');
    expect(lines[0]).toContain(`line 2 of ${csv} to line 101 of ${csv}: status 500: out of memory`);
    expect(error).toMatchObject({ code: 'score_incomplete', details: { missing: 100, rows: 250 } });
  });

  it('score: shows a bar to whoever watches', async () => {
    const shown: string[] = [];
    const watched = createShell({
      database: () => database,
      client: createClient(),
      progress: (line) => void shown.push(line),
    });
    await watched('score', csv, '--concurrency', '1');
    expect(shown.map((line) => line.replace(/[█░]+ /, ''))).toEqual([
      '100 of 250 rows',
      '200 of 250 rows',
      '250 of 250 rows',
      '',
    ]);
  });

  it.each([
    ['a file without an input', 'BAD,LOAN\n0,1\n', [], 'score_file_unfit', /no column JOB/],
    ['text in a number', 'LOAN,JOB\n1,a\nmuch,b\n', [], 'score_file_unfit', /Line 3 .*column LOAN/],
    [
      'two rows with one reference',
      'ID,LOAN,JOB\n1,1,a\n1,2,b\n',
      ['--reference', 'ID'],
      'score_reference_doubled',
      /line 2 of .* and line 3 of/,
    ],
    [
      'an environment that is not there',
      'LOAN,JOB\n1,a\n',
      ['--to', 'moon'],
      'environment_unknown',
      /staging, production/,
    ],
    [
      'an environment that serves nothing',
      'LOAN,JOB\n1,a\n',
      ['--to', 'staging'],
      'score_nothing_serves',
      /staging of hmeq/,
    ],
    ['a project that is not there', 'LOAN,JOB\n1,a\n', ['--project', 'no'], 'project_unknown', /hmeq/],
  ] as const)('score: refuses %s, and sends nothing', async (_, text, options, code, words) => {
    const file = path.join(folder, 'unfit.csv');
    await writeFile(file, text);
    const { error } = await shell('score', file, ...options);
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) as unknown });
    expect(bench.requests).toEqual([]);
  });

  it('score: refuses a file that is not there', async () => {
    expect((await shell('score', path.join(folder, 'gone.csv'))).error).toMatchObject({ code: 'file_unreadable' });
  });

  it.each([
    ['--rows', '0'],
    ['--rate', 'fast'],
    ['--batch', '101'],
    ['--cut-off', '1.5'],
    ['--concurrency', '-1'],
    ['--seed', '4294967296'],
  ])('score: %s does not take %s', async (option, value) => {
    const { complaint, error } = await shell('score', csv, option, value);
    expect(error).toBeDefined();
    expect(complaint).toContain(`argument '${value}' is invalid. It is a`);
  });
});
