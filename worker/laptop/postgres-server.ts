import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { errorText, StewardError } from '../../domain/errors';
import { isDiskFull } from './disk-full';
import { logSize, readLogSince } from './log-tail';
import { clusterAdmin, type ClusterOptions } from './postgres-cluster';
import { type ProcessGroup, startGroup, stopGroup } from './process-group';
import { readProcess } from './process-identity';
import { errorCode } from './error-code';

export interface PostgresOptions extends ClusterOptions {
  readonly port: number;
  readonly logFile: string;
  readonly maxConnections: number;
  /** The setting that a person would change when the port is taken. */
  readonly portVariable: string;
  readonly onSpawn?: (pid: number) => void;
}

export interface PostgresServer {
  readonly group: ProcessGroup;
  /** A URL that the cluster's superuser may use. */
  readonly adminUrl: (database: string) => string;
  /** Fast shutdown: open transactions are rolled back, files are left clean. True when it ended in time. */
  readonly stop: () => Promise<boolean>;
}

const startLimit = 60_000;

/** Starts PostgreSQL on an initialised folder and returns when it answers; loopback only, passwords always. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  await stopLeftoverPostgres(options.directory);
  const adminUrl = (database: string): string => postgresUrl(options, database);
  const deadline = Date.now() + startLimit;
  for (;;) {
    const from = logSize(options.logFile);
    const group = await startGroup(serverCommand(options), {
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      cwd: '/',
      logFile: options.logFile,
    });
    options.onSpawn?.(group.pid);
    const outcome = await awaitAnswer(group, adminUrl('postgres'), deadline);
    if (outcome === 'ready')
      return { group, adminUrl, stop: () => stopGroup(group, { signal: 'SIGINT', limit: 20_000, leaderOnly: true }) };
    await stopGroup(group, { signal: 'SIGINT', limit: 5_000, leaderOnly: true });
    if (outcome === 'password') throw passwordFailure(options.directory);
    const said = readLogSince(options.logFile, from);
    // The backends of a killed server hold its shared memory for a moment longer.
    if (!/pre-existing shared memory/.test(said) || Date.now() > deadline) throw startFailure(said, options);
    await wait(200);
  }
}

function serverCommand(options: PostgresOptions): ReturnType<ClusterOptions['stepDown']['wrap']> {
  const settings = [
    `port=${options.port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `max_connections=${options.maxConnections}`,
    'timezone=UTC',
    'log_timezone=UTC',
    'log_min_messages=warning',
    // Commits still reach the kernel before they are answered: a kill loses nothing, a power cut may.
    ...(options.durable ? [] : ['fsync=off', 'full_page_writes=off']),
  ];
  return options.stepDown.wrap(options.binaries.postgres, [
    '-D',
    options.directory,
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);
}

/** As the cluster's superuser. */
export function postgresUrl(
  options: { readonly adminPassword: string; readonly port: number },
  database: string,
): string {
  const password = encodeURIComponent(options.adminPassword);
  return `postgres://${clusterAdmin}:${password}@127.0.0.1:${options.port}/${database}`;
}

async function awaitAnswer(
  group: ProcessGroup,
  url: string,
  deadline: number,
): Promise<'ready' | 'ended' | 'password'> {
  while (!group.hasEnded() && Date.now() < deadline) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      if (errorCode(error) === '28P01') return 'password';
      await Promise.race([group.ended, wait(50)]);
      continue;
    }
    await client.end();
    return 'ready';
  }
  return 'ended';
}

function passwordFailure(directory: string): StewardError {
  const secrets = path.join(path.dirname(directory), 'secrets.json');
  return new StewardError('postgres_password', { directory, secrets });
}

/**
 * A server that was killed, or whose supervisor was, leaves its pid file. A live one on this very folder is ended first;
 * a number that now belongs to somebody else would make PostgreSQL refuse, so that file is removed. True when one was ended.
 */
export async function stopLeftoverPostgres(directory: string): Promise<boolean> {
  const file = path.join(directory, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (!Number.isInteger(pid) || pid < 2) return false;
  if (!isOurs(pid, directory)) {
    await rm(file, { force: true });
    return false;
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isOurs(pid, directory)) break;
    process.kill(pid, signal);
    for (let turn = 0; turn < 100 && isOurs(pid, directory); turn += 1) await wait(50);
  }
  return true;
}

function isOurs(pid: number, directory: string): boolean {
  return readProcess(pid)?.command.includes(`-D ${directory} `) ?? false;
}

function startFailure(said: string, options: PostgresOptions): StewardError {
  if (isDiskFull(said)) return new StewardError('disk_full', { path: options.directory });
  if (/Address already in use/.test(said))
    return new StewardError('port_taken', { port: options.port, part: 'PostgreSQL', variable: options.portVariable });
  const fatal = /(?:FATAL|PANIC|error):\s*(.*)/.exec(said)?.[1] ?? 'it did not answer in a minute';
  return new StewardError('postgres_failed', {
    why: errorText(fatal),
    log: options.logFile,
    directory: options.directory,
  });
}
