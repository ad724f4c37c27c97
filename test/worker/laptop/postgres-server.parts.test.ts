import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { readSystemFacts, requireLaptopPlatform } from '../../../worker/laptop/laptop-platform';
import { findFreePort } from '../../../worker/laptop/ports';
import { findPostgresBinaries } from '../../../worker/laptop/postgres-binaries';
import { ensureCluster } from '../../../worker/laptop/postgres-cluster';
import { type PostgresOptions, startPostgres } from '../../../worker/laptop/postgres-server';
import { chooseStepDown } from '../../../worker/laptop/step-down';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'steward-pg-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function newCluster(): Promise<PostgresOptions> {
  const binaries = await findPostgresBinaries(requireLaptopPlatform(readSystemFacts()));
  const options = {
    binaries,
    stepDown: await chooseStepDown(binaries.postgres, process.getuid?.()),
    directory: path.join(folder, 'postgres'),
    adminPassword: randomBytes(8).toString('hex'),
    durable: false,
    port: await findFreePort(),
    logFile: path.join(folder, 'postgres.log'),
    maxConnections: 20,
    portVariable: 'STEWARD_PORT_BASE',
  };
  await ensureCluster(options);
  return options;
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('PostgreSQL server', () => {
  it('listens on loopback only, wants the password, and keeps its folder private', async () => {
    const options = await newCluster();
    const server = await startPostgres(options);
    try {
      const [shown] = await ask(server.adminUrl('postgres'), 'show listen_addresses');
      expect(shown).toEqual({ listen_addresses: '127.0.0.1' });
      await expect(ask(`postgres://postgres:wrong@127.0.0.1:${options.port}/postgres`, 'select 1')).rejects.toThrow(
        /password authentication failed/,
      );
      expect(statSync(options.directory).mode & 0o777).toBe(0o700);
      expect(readdirSync(folder).sort()).toEqual(['postgres', 'postgres.log']);
    } finally {
      expect(await server.stop()).toBe(true);
    }
  });

  it('starts over what a killed one left, ending a server that still runs on its folder', async () => {
    const options = await newCluster();
    const first = await startPostgres(options);
    await ask(first.adminUrl('postgres'), 'create table kept as select 1 as one');
    const second = await startPostgres({ ...options, port: await findFreePort() });
    expect(first.group.hasEnded()).toBe(true);
    process.kill(second.group.pid, 'SIGKILL');
    await second.group.ended;
    expect(existsSync(path.join(options.directory, 'postmaster.pid'))).toBe(true);
    const third = await startPostgres(options);
    expect(await ask(third.adminUrl('postgres'), 'select one from kept')).toEqual([{ one: 1 }]);
    await third.stop();
  });

  it('does not mind a pid file whose number belongs to somebody else by now', async () => {
    const options = await newCluster();
    writeFileSync(path.join(options.directory, 'postmaster.pid'), `${process.pid}\n${options.directory}\n0\n5432\n`);
    const server = await startPostgres(options);
    await server.stop();
  });

  it('says that the port is taken, that the password is another one, and what else went wrong', async () => {
    const options = await newCluster();
    const other = createServer((socket) => socket.destroy()).listen(options.port, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    await expect(startPostgres(options)).rejects.toMatchObject({ code: 'port_taken', details: { port: options.port } });
    await new Promise((resolve) => other.close(resolve));
    await expect(startPostgres({ ...options, adminPassword: 'another' })).rejects.toMatchObject({
      code: 'postgres_password',
    });
    rmSync(path.join(options.directory, 'global'), { recursive: true });
    await expect(startPostgres(options)).rejects.toMatchObject({
      code: 'postgres_failed',
      details: { why: expect.stringMatching(/\S/) as unknown, log: options.logFile },
    });
  });

  it('makes its folder anew when a start was cut off in the middle', async () => {
    const unfinished = path.join(folder, 'postgres.new');
    mkdirSync(unfinished);
    writeFileSync(path.join(unfinished, 'half'), '');
    const options = await newCluster();
    expect(existsSync(unfinished)).toBe(false);
    await (await startPostgres(options)).stop();
  });
});
