import { changeRelease } from '../../database/change-release';
import { connectDatabase, type Database } from '../../database/database';
import { getRelease } from '../../database/releases';
import { canMove, releaseStates } from '../../domain/release/states';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { applyTestProject, openTestRelease, registerTestVersion } from '../support/release-fixtures';

let files: TestDatabase;
let database: Database;

beforeAll(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url, max: 2 });
  await applyTestProject(database);
  await registerTestVersion(database, '1');
});

afterAll(async () => {
  await database.close();
  await files.drop();
});

describe('change release', () => {
  it('moves a release only where the table of moves lets it go, and counts every change', async () => {
    const { release } = await openTestRelease(database, '1');
    const moved: string[] = [];
    for (const from of releaseStates)
      for (const to of releaseStates) {
        await database.query('update releases set state = $2 where number = $1', [release.number, from]);
        const { revision } = await getRelease(database, release.number);
        const change = changeRelease(database, release.number, { state: to });
        if (from === to || canMove(from, to)) await change;
        else await expect(change).rejects.toThrow(`r${release.number} cannot go from ${from} to ${to}`);
        const now = await getRelease(database, release.number);
        if (now.revision === revision + 1) moved.push(`${from} ${now.state}`);
        else expect(now).toMatchObject({ state: from, revision });
      }
    const pairs = releaseStates.flatMap((from) => releaseStates.map((to) => [from, to] as const));
    expect(moved).toEqual(pairs.filter(([from, to]) => from === to || canMove(from, to)).map((pair) => pair.join(' ')));
  });
});
