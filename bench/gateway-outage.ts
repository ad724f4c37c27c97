/**
 * A scoring gateway while PostgreSQL is away:
 *
 *   node --import tsx bench/gateway-outage.ts [--minutes 5] [--rate 200]
 *
 * Rows are scored at the rate all the time; after some seconds every connection to PostgreSQL is cut and none is taken for
 * so many minutes. Afterwards what was answered is compared with what is in PostgreSQL: nothing may be lost or doubled,
 * and every request must have been answered.
 */
import { parseArgs } from 'node:util';
import { connectDatabase } from '../database/database';
import { openGatewayBench, serveTestModel } from '../test/serving/gateway/gateway-bench';
import { compare } from '../test/serving/gateway/gateway-killed';
import { quantile, scoreOpenLoop } from '../test/serving/gateway/open-loop';
import { startTcpProxy } from '../test/support/tcp-proxy';
import { createTestDatabase } from '../test/support/databases';
import setUp from '../test/support/global-setup';
import tearDown from '../test/support/global-teardown';

async function main(minutes: number, rate: number): Promise<void> {
  await setUp();
  const files = await createTestDatabase();
  const owner = connectDatabase({ url: files.ownerUrl, max: 2 });
  const model = await serveTestModel();
  const bench = openGatewayBench();
  const url = new URL(files.gatewayUrl);
  const proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  try {
    const gateway = await bench.start({ databaseUrl: url.href, modelPort: model.port, spoolMegabytes: 1_024 });
    const score = (name: string, seconds: number) => scoreOpenLoop(gateway.port, { rate, seconds, name });
    const before = await score('before', 5);
    proxy.pass(false);
    console.log(`PostgreSQL is away for ${minutes} min.`);
    const during = await score('during', minutes * 60);
    const { spooled, oldestUnshippedMs } = await gateway.counters();
    console.log(
      `Then ${spooled.rows} rows (${spooled.bytes} bytes) waited, for ${Math.round(oldestUnshippedMs / 1000)} s.`,
    );
    proxy.pass(true);
    const back = performance.now();
    const after = await score('after', 5);
    while ((await gateway.counters()).spooled.rows > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    console.log(`All were in PostgreSQL ${((performance.now() - back) / 1000).toFixed(1)} s after it was back.`);
    const all = [...before, ...during, ...after];
    const answered = all.filter(({ status }) => status === 200);
    const { missing, doubled } = await compare(
      owner,
      answered.map(({ reference }) => reference),
    );
    const times = during.map(({ ms }) => ms);
    console.log(`Asked ${all.length}, answered ${answered.length}, lost ${missing.length}, doubled ${doubled.length}.`);
    console.log(`While away: p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms.`);
    if (missing.length + doubled.length + all.length - answered.length > 0) process.exitCode = 1;
  } finally {
    await bench.close();
    await proxy.close();
    await model.stop(0);
    await owner.close();
    await files.drop();
    await tearDown();
  }
}

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, rate: { type: 'string', default: '200' } },
});
main(Number(values.minutes), Number(values.rate)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
