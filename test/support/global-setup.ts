import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '../../database/migrate';
import { serverCache } from '../../worker/laptop/cache-folder';
import { readSystemFacts, requireLaptopPlatform, type LaptopPlatform } from '../../worker/laptop/laptop-platform';
import { temporalServer, temporalTestServer } from '../../worker/laptop/pinned-servers';
import { findFreePort } from '../../worker/laptop/ports';
import { findPostgresBinaries } from '../../worker/laptop/postgres-binaries';
import { ensureCluster } from '../../worker/laptop/postgres-cluster';
import { ensureDatabase, ensureRoles } from '../../worker/laptop/postgres-roles';
import { startPostgres } from '../../worker/laptop/postgres-server';
import { obtainServerProgram } from '../../worker/laptop/server-program';
import { chooseStepDown } from '../../worker/laptop/step-down';
import { requireTemporal, startTemporal } from '../../worker/laptop/temporal-server';
import { loginUrl, templateDatabase } from './databases';
import { endLeftovers, recordProcess } from './process-records';
import { publishTestServers } from './run-state';
import { type Running, runningServers } from './running-servers';
import tearDown from './global-teardown';

/** Starts one PostgreSQL and one Temporal server for the run and prepares the database that test files copy. */
export default async function setUp(): Promise<void> {
  endLeftovers();
  const platform = requireLaptopPlatform(readSystemFacts());
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-test-'));
  const running: Running = { folder, stops: [] };
  runningServers.push(running);
  // Both are waited for even when one fails, so that the tear-down knows all that was started.
  const [postgres, temporal] = await Promise.allSettled([
    startTestPostgres(platform, folder, running),
    startTestTemporal(platform, folder, running),
  ]);
  if (postgres.status === 'fulfilled' && temporal.status === 'fulfilled') {
    publishTestServers({ postgresUrl: postgres.value, folder, ...temporal.value });
    return;
  }
  await tearDown();
  throw postgres.status === 'rejected' ? postgres.reason : (temporal as PromiseRejectedResult).reason;
}

async function startTestPostgres(platform: LaptopPlatform, folder: string, running: Running): Promise<string> {
  const binaries = await findPostgresBinaries(platform);
  const cluster = {
    binaries,
    stepDown: await chooseStepDown(binaries.postgres, process.getuid?.()),
    directory: path.join(folder, 'postgres'),
    adminPassword: randomBytes(16).toString('hex'),
    durable: false,
  };
  await ensureCluster(cluster);
  const port = await findFreePort();
  const server = await startPostgres({
    ...cluster,
    port,
    logFile: path.join(folder, 'postgres.log'),
    maxConnections: 300,
    portVariable: 'another run',
    onSpawn: (pid) => recordProcess(pid, folder),
  });
  running.stops.push({ pid: server.group.pid, stop: server.stop });
  recordProcess(server.group.pid, folder);
  const adminUrl = server.adminUrl('postgres');
  await ensureRoles(adminUrl, { owner: 'owner', application: 'application', gateway: 'gateway' });
  await ensureDatabase(adminUrl, templateDatabase);
  await migrate(loginUrl(adminUrl, 'owner', templateDatabase));
  return adminUrl;
}

async function startTestTemporal(
  platform: LaptopPlatform,
  folder: string,
  running: Running,
): Promise<{ temporalAddress: string; temporalNamespace: string; timeSkippingProgram: string }> {
  const env = process.env as Record<string, string>;
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const source = { platform, env, cache: serverCache(env), say };
  const timeSkippingProgram = await obtainServerProgram({ ...source, server: temporalTestServer });
  const temporalNamespace = 'default';
  const given = env['TEMPORAL_ADDRESS'];
  if (given !== undefined && given !== '') {
    await requireTemporal(given, temporalNamespace);
    return { temporalAddress: given, temporalNamespace, timeSkippingProgram };
  }
  const home = path.join(folder, 'temporal');
  mkdirSync(home);
  const server = await startTemporal({
    program: await obtainServerProgram({ ...source, server: temporalServer }),
    port: await findFreePort(),
    namespace: temporalNamespace,
    logFile: path.join(folder, 'temporal.log'),
    home,
    portVariable: 'another run',
    onSpawn: (pid) => recordProcess(pid, folder),
  });
  running.stops.push({ pid: server.group.pid, stop: server.stop });
  recordProcess(server.group.pid, folder);
  return { temporalAddress: server.address, temporalNamespace, timeSkippingProgram };
}
