import { connectDatabase, type Database } from '../../database/database';
import { drawEvaluationNumber, insertEvaluation } from '../../database/evaluations';
import { readJudged } from '../../database/performance-facts';
import { recordServing } from '../../database/servings';
import type { Evaluation } from '../../domain/monitoring/evaluation';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { judgedIn } from '../support/judged';
import { applyTestProject, digestOf } from '../support/release-fixtures';
import { testProject } from '../support/steward';

let files: TestDatabase;
let database: Database;

beforeAll(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url });
  await applyTestProject(database, testProject());
});

afterAll(async () => {
  await database.close();
  await files.drop();
});

async function lookAgain({ project, environment, release, version, ...rest }: Evaluation): Promise<number> {
  const { cause, why, policyHash, asOf, evaluatedAt, breaches } = rest;
  const number = await drawEvaluationNumber(database);
  const looked = {
    number,
    project,
    environment,
    release,
    version,
    cause,
    why,
    policyHash,
    asOf,
    evaluatedAt,
    breaches,
  };
  await insertEvaluation(database, { ...looked, state: 'immature', counted: false });
  return number;
}

function serve(release: number, version: string): Promise<void> {
  const since = '2026-01-01T00:00:00.000Z';
  const [packageDigest, imageDigest] = [digestOf('3'), digestOf('4')];
  const place = { project: 'hmeq', environment: 'production' };
  return recordServing(database, place, { release, version, packageDigest, imageDigest, since });
}

it('a look at a window that is not closed does not hide the judgement of what serves', async () => {
  const judged = judgedIn(() => database);
  const release = await judged.release('production', 'v3');
  await serve(release, 'v3');
  const counted = await judged.window(1, release, 'ok', 0.5026);
  const first = await readJudged(database, 'hmeq', 'production');
  expect(first).toMatchObject({ evaluation: { number: counted.number } });
  expect(first).not.toHaveProperty('since');

  const looked = await lookAgain(counted);
  expect(await readJudged(database, 'hmeq', 'production')).toMatchObject({
    evaluation: { number: counted.number, state: 'ok' },
    since: { number: looked, state: 'immature' },
  });

  await serve(await judged.release('production', 'v4'), 'v4');
  expect(await readJudged(database, 'hmeq', 'production')).not.toHaveProperty('evaluation');
});
