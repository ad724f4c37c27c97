import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorText, StewardError } from '../../domain/errors';
import { isDiskFull } from './disk-full';
import type { PostgresBinaries } from './postgres-binaries';
import { runTool } from './run-tool';
import type { StepDown } from './step-down';

/** The superuser of a laptop's cluster; only the supervisor logs in with it, to make the roles and the database. */
export const clusterAdmin = 'postgres';

export interface ClusterOptions {
  readonly binaries: PostgresBinaries;
  readonly stepDown: StepDown;
  /** Where the data lies; made when it is not there. */
  readonly directory: string;
  readonly adminPassword: string;
  /** False for tests: nothing is synced to disk. */
  readonly durable: boolean;
}

/**
 * Makes the data folder once. It is filled beside its place and renamed when it is whole, so that a start that was cut
 * off leaves nothing half made behind. Text sorts by code point whatever the system's locale is.
 */
export async function ensureCluster(options: ClusterOptions): Promise<void> {
  const { directory, stepDown } = options;
  if (isClusterMade(directory)) {
    await stepDown.own(directory);
    return;
  }
  const unfinished = `${directory}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(unfinished, '..', `${path.basename(directory)}.password`);
  try {
    await writeFile(passwordFile, options.adminPassword, { mode: 0o600 });
    await stepDown.own(passwordFile);
    await stepDown.own(unfinished);
    await initialise(options, unfinished, passwordFile);
    await rename(unfinished, directory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (isDiskFull(error)) throw new StewardError('disk_full', { path: directory }, { cause: error });
    throw new StewardError('postgres_folder', { why: errorText(error), directory }, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

export function isClusterMade(directory: string): boolean {
  return existsSync(path.join(directory, 'PG_VERSION'));
}

async function initialise(options: ClusterOptions, directory: string, passwordFile: string): Promise<void> {
  const command = options.stepDown.wrap(options.binaries.initdb, [
    `--pgdata=${directory}`,
    `--username=${clusterAdmin}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(options.durable ? [] : ['--no-sync']),
  ]);
  const { uid, gid } = command;
  await runTool(command.program, command.args, {
    cwd: '/',
    timeout: 120_000,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
}
