/**
 * What a scoring gateway adds to the time of an answer, at 1,000 rows a second in requests of one row, open-loop:
 *
 *   node --import tsx bench/gateway-latency.ts [SECONDS]        (5 a turn unless given)
 *
 * Needs `npm run build` before. The model server directly, through a gateway in `fast` and through one in `durable` mode,
 * each a process, in turns, so that what else the machine does falls on all alike; rows go on to a PostgreSQL of its own.
 * The clock of a request runs from when it was due. The load average is printed beside the figures: the clients run on the same machine.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { openGatewayBench } from '../test/serving/gateway/gateway-bench';
import { quantile, scoreOpenLoop } from '../test/serving/gateway/open-loop';
import { makeModel } from '../test/serving/model-server/scoring-model';
import { createTestDatabase } from '../test/support/databases';
import setUp from '../test/support/global-setup';
import tearDown from '../test/support/global-teardown';

const rate = 1_000;
const turns = 4;

async function main(seconds: number): Promise<void> {
  await setUp();
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-bench-'));
  writeFileSync(path.join(folder, 'saved_model.pb'), makeModel());
  const args = ['--model', folder, '--name', 'hmeq', '--version', '7'];
  const model = fork(path.join(__dirname, '../dist/serving/model-server/main.js'), args, {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const benches = [openGatewayBench({ built: true }), openGatewayBench({ built: true })] as const;
  const database = await createTestDatabase();
  try {
    if (model.stdout === null) throw new Error('the model server has no output');
    const [line] = (await once(model.stdout, 'data')) as [Buffer];
    const modelPort = (JSON.parse(line.toString()) as { listening: number }).listening;
    const choices = { databaseUrl: database.gatewayUrl, modelPort };
    const fast = await benches[0].start({ ...choices, recording: { mode: 'fast', whenFull: 'gap' } });
    const durable = await benches[1].start({ ...choices, recording: { mode: 'durable', whenFull: 'gap' } });
    await measure({ direct: modelPort, fast: fast.port, durable: durable.port }, seconds);
  } finally {
    await Promise.all(benches.map((bench) => bench.close()));
    model.kill();
    await database.drop();
    await tearDown();
    rmSync(folder, { recursive: true });
  }
}

async function measure(ports: Readonly<Record<string, number>>, seconds: number): Promise<void> {
  const times = new Map<string, number[]>(Object.keys(ports).map((name) => [name, []]));
  for (let turn = 0; turn <= turns; turn += 1)
    for (const [name, port] of Object.entries(ports)) {
      const answered = await scoreOpenLoop(port, { rate, seconds, name: `${name}-${turn}`, headers: {} });
      const failed = answered.filter(({ status }) => status !== 200).length;
      if (failed > 0) console.log(`${name}, turn ${turn}: ${failed} of ${answered.length} were not answered with 200`);
      // The first turn warms everything up.
      if (turn > 0) times.get(name)?.push(...answered.filter(({ status }) => status === 200).map(({ ms }) => ms));
    }
  report(times);
}

function report(times: ReadonlyMap<string, readonly number[]>): void {
  const loads = loadavg().map((load) => load.toFixed(1));
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; load average ${loads.join(' ')}; ${rate} rows/s`);
  const direct = times.get('direct') ?? [];
  for (const [name, values] of times) {
    const figures = [0.5, 0.99].map((share) => {
      const value = quantile(values, share);
      const added = value - quantile(direct, share);
      return `p${share * 100} ${value.toFixed(2).padStart(8)} ms (${added >= 0 ? '+' : ''}${added.toFixed(2)})`;
    });
    console.log(`${name.padEnd(8)} ${figures.join('   ')}   ${values.length} rows`);
  }
}

main(Number(process.argv[2] ?? 5)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
