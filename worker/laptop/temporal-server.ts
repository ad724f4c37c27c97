import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { StewardError } from '../../domain/errors';
import { isDiskFull } from './disk-full';
import { lastLine, logSize, readLogSince } from './log-tail';
import { type ProcessGroup, startGroup, stopGroup } from './process-group';

export interface TemporalOptions {
  readonly program: string;
  readonly port: number;
  /** The page that shows workflows; without it none is served. */
  readonly uiPort?: number;
  /** Where executions are kept; without it they end with the server. */
  readonly databaseFile?: string;
  readonly namespace: string;
  readonly logFile: string;
  /** The server's own home: it must not meet a person's settings for the same program. */
  readonly home: string;
  readonly portVariable: string;
  readonly onSpawn?: (pid: number) => void;
}

export interface TemporalServer {
  readonly group: ProcessGroup;
  readonly address: string;
  /** True when it ended in time. */
  readonly stop: () => Promise<boolean>;
}

const startLimit = 30_000;

/** Starts a Temporal server on loopback and returns when its namespace answers. */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const from = logSize(options.logFile);
  const group = await startGroup(
    { program: options.program, args: serverArguments(options) },
    // It asks who runs it, and gives up without an answer: a user without a name in the system has only this one.
    {
      env: { PATH: '/usr/bin:/bin', HOME: options.home, USER: 'steward' },
      cwd: options.home,
      logFile: options.logFile,
    },
  );
  options.onSpawn?.(group.pid);
  const address = `127.0.0.1:${options.port}`;
  const deadline = Date.now() + startLimit;
  while (!group.hasEnded() && Date.now() < deadline) {
    if (await hasNamespace(address, options.namespace))
      return { group, address, stop: () => stopGroup(group, { signal: 'SIGTERM', limit: 10_000 }) };
    await Promise.race([group.ended, wait(50)]);
  }
  await stopGroup(group, { signal: 'SIGTERM', limit: 2_000 });
  throw startFailure(readLogSince(options.logFile, from), options);
}

/** Refuses when nothing answers at an address that somebody configured. */
export async function requireTemporal(address: string, namespace: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await hasNamespace(address, namespace))) {
    if (Date.now() > deadline) throw new StewardError('temporal_away', { address });
    await wait(200);
  }
}

/** True when a server answers there and knows the namespace; never throws. */
export async function hasNamespace(address: string, namespace: string): Promise<boolean> {
  let connection: Connection;
  try {
    connection = await Connection.connect({ address, connectTimeout: 1_000 });
  } catch {
    return false;
  }
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

function serverArguments(options: TemporalOptions): string[] {
  const ui =
    options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort), '--ui-ip', '127.0.0.1'];
  const file = options.databaseFile === undefined ? [] : ['--db-filename', options.databaseFile];
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
    ...['--namespace', options.namespace, '--log-level', 'warn', '--log-format', 'json'],
    ...ui,
    ...file,
  ];
}

function startFailure(said: string, options: TemporalOptions): StewardError {
  if (isDiskFull(said)) return new StewardError('disk_full', { path: options.databaseFile ?? options.home });
  if (/address already in use|can't set frontend port|can't set UI port/i.test(said))
    return new StewardError('port_taken', { port: options.port, part: 'Temporal', variable: options.portVariable });
  return new StewardError('temporal_failed', {
    why: lastLine(said) || 'it did not answer in 30 seconds',
    log: options.logFile,
    file: options.databaseFile ?? 'its data',
  });
}
