import { connectDatabase, type Database } from '../../../database/database';
import type { ModelServer } from '../../../serving/model-server/server';
import { createTestDatabase, type TestDatabase } from '../../support/databases';
import { type GatewayProcess, openGatewayBench, serveTestModel } from './gateway-bench';

let files: TestDatabase;
let owner: Database;
let model: ModelServer;
let bench: ReturnType<typeof openGatewayBench>;

beforeEach(async () => {
  files = await createTestDatabase();
  owner = connectDatabase({ url: files.ownerUrl, max: 2 });
  model = await serveTestModel();
  bench = openGatewayBench();
});

afterEach(async () => {
  await bench?.close();
  await model?.stop(0);
  await owner?.close();
  await files?.drop();
});

const start = (choices: Parameters<typeof bench.start>[0] = {}): Promise<GatewayProcess> =>
  bench.start({ databaseUrl: files.gatewayUrl, modelPort: model.port, ...choices });

interface Kept {
  reference: string;
  score: number;
  inputs: object;
}

async function stop(gateway: GatewayProcess): Promise<number | null> {
  gateway.child.kill('SIGTERM');
  return gateway.exit;
}

const kept = (): Promise<Kept[]> => owner.query<Kept>('select reference, score, inputs from scored_rows order by id');

describe('gateway', () => {
  it('gateway: passes answers on untouched and records each row under the reference of the caller', async () => {
    const gateway = await start();
    const body = '{"examples":[{"LOAN":1100.0,"JOB":"Sales","OTHER":3},{"LOAN":0.0},{"LOAN":NaN}]}';
    const direct = await fetch(`http://127.0.0.1:${model.port}/v1/models/hmeq:classify`, { method: 'POST', body });
    const through = await gateway.call(':classify', body, { 'x-row-ids': 'a, b%2C, c' });
    expect(through.status).toBe(400);
    const answered = await gateway.call(':classify', body, { 'x-row-ids': 'a, b%25, c' });
    expect(await answered.text()).toBe(await direct.text());
    expect(answered.headers.get('x-row-ids')).toBe('a, b%25, c');
    expect(await stop(gateway)).toBe(0);
    expect(await kept()).toEqual([
      { reference: 'a', score: expect.closeTo(0.8909, 3) as number, inputs: { LOAN: 1100, JOB: 'Sales' } },
      { reference: 'b%', score: 0.5, inputs: { LOAN: 0 } },
      { reference: 'c', score: 0.5, inputs: { LOAN: null } },
    ]);
  });
});
