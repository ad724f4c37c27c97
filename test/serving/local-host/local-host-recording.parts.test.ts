import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectDatabase, type Database } from '../../../database/database';
import { createTestDatabase, type TestDatabase } from '../../support/databases';
import { type HostClient, openBench, release } from './local-host-bench';

/** The local host with real gateways and a real PostgreSQL; the model servers are stand-ins. */
describe('local host: recording', () => {
  let files: TestDatabase;
  let database: Database;
  let bench: Awaited<ReturnType<typeof openBench>>;
  let host: HostClient;

  beforeEach(async () => {
    files = await createTestDatabase();
    database = connectDatabase({ url: files.url, max: 1 });
    bench = await openBench({
      script: join(__dirname, '../../../serving/gateway/main.ts'),
      execArgv: ['--require', require.resolve('tsx/cjs')],
      environment: { PATH: process.env['PATH'] ?? '' },
    });
    host = await start();
  });
  afterEach(async () => {
    await bench?.close();
    await database?.close();
    await files?.drop();
  });

  const start = () =>
    bench.start({ gateway: { STEWARD_GATEWAY_DATABASE_URL: files.gatewayUrl, STEWARD_GATEWAY_SPOOL_MB: '64' } });

  async function scoreRow(id: string): Promise<void> {
    for (;;) {
      const answer = await host.score(1, { 'x-request-id': id });
      await answer.arrayBuffer();
      if (answer.status === 200) return;
      expect(answer.status).toBe(503);
      await wait(5);
    }
  }

  async function kept(): Promise<string[]> {
    const rows = await database.query<{ row: string }>(`select release || ' ' || reference as row from scored_rows`);
    return rows.map(({ row }) => row).sort();
  }

  it('local host: gateways that are killed under load lose no answered row and double none', async () => {
    await host.stage(release(1), await bench.publish({ score: 0.25 }));
    await host.until(release(1), 'ready');
    await host.switchTo(1, null);
    const answered: string[] = [];
    let going = true;
    const clients = Array.from({ length: 4 }, async (_, client) => {
      for (let at = 0; going; at += 1) {
        await scoreRow(`${client}-${at}`);
        answered.push(`1 ${client}-${at}`);
      }
    });
    for (let kills = 0; kills < 5; kills += 1) {
      const before = answered.length;
      while (answered.length < before + 50) await wait(2);
      process.kill((await bench.gatewayPid(1)) ?? NaN, 'SIGKILL');
    }
    await scoreRow('last');
    going = false;
    await Promise.all(clients);
    answered.push('1 last');
    while ((await kept()).length < answered.length) await wait(20);
    expect(await kept()).toEqual(answered.sort());
  });

  it('local host: stopped, it ships what its gateways hold; withdrawn, a deployment leaves no spool', async () => {
    await host.stage(release(1), await bench.publish({ score: 0.25 }));
    await host.stage(release(2), await bench.publish({ score: 0.5 }));
    await Promise.all([host.until(release(1), 'ready'), host.until(release(2), 'ready')]);
    await host.switchTo(1, null);
    await scoreRow('a');
    await host.switchTo(2, 1);
    await scoreRow('b');
    await host.withdraw(release(1));
    await bench.stop();
    expect(await kept()).toEqual(['1 a', '2 b']);
  });
});
