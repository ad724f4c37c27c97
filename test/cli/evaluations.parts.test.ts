import { connectDatabase, type Database } from '../../database/database';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { judgedIn } from '../support/judged';
import { createShell } from '../support/shell';
import { applyTestProject } from '../support/release-fixtures';
import { testProject } from '../support/steward';

let files: TestDatabase;
let database: Database;

beforeAll(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url });
  await applyTestProject(database, testProject());
  const judged = judgedIn(() => database);
  const release = await judged.release('production', 'v3');
  await judged.window(1, release, 'ok', 0.35433890011808844);
  await judged.window(2, release, 'insufficient', 0.2);
});

afterAll(async () => {
  await database.close();
  await files.drop();
});

async function run(...words: readonly string[]): Promise<readonly string[]> {
  const { lines, error } = await createShell({ database: () => database })('evaluations', ...words);
  expect(error).toBeUndefined();
  return lines;
}

describe('steward evaluations', () => {
  it('lists the newest first, with figures in full', async () => {
    const [header, newest, first] = await run();
    expect(header).toMatch(/^number\s+environment\s+window\s+version\s+state/);
    expect(newest).toContain('insufficient');
    expect(first).toMatch(/^1\s+production\s+1\s+v3\s+ok\s+yes\s+0\s+0\.35433890011808844\s/);
  });

  it('gives everything on record as JSON, one object a line', async () => {
    const lines = await run('--json', '--limit', '1');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ number: 2, state: 'insufficient', window: { number: 2 } });
  });

  it('says in words when there is none', async () => {
    expect(await run('--environment', 'staging')).toEqual(['No evaluation yet.']);
    await expect(run('--project', 'moon')).rejects.toThrow('There is no project "moon"');
  });

  it.each([
    ['--version', 'v9', 'version_unknown'],
    ['--environment', 'mars', 'environment_unknown'],
  ])('refuses an unknown %s', async (option, value, code) => {
    const { error } = await createShell({ database: () => database })('evaluations', option, value);
    expect(error).toMatchObject({ code });
  });

  it.each(['0', 'many', '10001'])('refuses the limit %s as an argument', async (limit) => {
    const { error, complaint } = await createShell({})('evaluations', '--limit', limit);
    expect(error).toMatchObject({ code: 'commander.invalidArgument' });
    expect(complaint).toContain('It is a whole number from 1 to 10000.');
  });
});
