import { connectDatabase, type Database } from '../../../database/database';
import type { ModelServer } from '../../../serving/model-server/server';
import { createTestDatabase, type TestDatabase } from '../../support/databases';
import { openGatewayBench, serveTestModel } from './gateway-bench';
import { killUnderLoad } from './gateway-killed';

jest.setTimeout(600_000);

let files: TestDatabase;
let owner: Database;
let model: ModelServer;
const bench = openGatewayBench();

beforeAll(async () => {
  files = await createTestDatabase();
  owner = connectDatabase({ url: files.ownerUrl, max: 2 });
  model = await serveTestModel();
});

afterAll(async () => {
  await bench.close();
  await model?.stop(0);
  await owner?.close();
  await files?.drop();
});

describe('gateway: killed a hundred times', () => {
  it('gateway: after 100 kills under load every answered row is in PostgreSQL exactly once', async () => {
    const choices = { databaseUrl: files.gatewayUrl, modelPort: model.port };
    const lost = await killUnderLoad(bench, choices, owner, { kills: 100, rows: 20, name: 'row' });
    expect(lost).toEqual({ answered: lost.answered, missing: [], doubled: [] });
    expect(lost.answered).toBeGreaterThanOrEqual(2_000);
  });
});
