import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { errorText, isStewardError, StewardError } from '../../domain/errors';
import { isDiskFull } from './disk-full';
import { lockHome } from './home-lock';
import { stopLeftoverPostgres } from './postgres-server';
import { createProcessBook, endLeftovers, type ProcessBook } from './process-book';

/** The folder that holds all state of one laptop's Steward, ready for a start. */
export interface Home {
  readonly folder: string;
  readonly postgres: string;
  readonly temporal: string;
  readonly log: (title: string) => string;
  readonly file: (name: string) => string;
  readonly book: ProcessBook;
  /** Lets the next one use the folder. */
  readonly unlock: () => void;
}

/** Makes the folder, takes its lock and ends what a killed run left behind. */
export async function prepareHome(folder: string, say: (line: string) => void): Promise<Home> {
  const unlock = guard(folder, () => {
    for (const name of ['', 'logs', 'temporal', 'inbox', 'uploads', 'store', 'datasets', 'local-host'])
      mkdirSync(path.join(folder, name), { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return lockHome(folder);
  });
  const bookFile = path.join(folder, 'processes.json');
  const postgres = path.join(folder, 'postgres');
  const ended = await endLeftovers(bookFile, ['postgres']);
  if (await stopLeftoverPostgres(postgres)) ended.push('postgres');
  if (ended.length > 0) say(`The last run did not end in order; ended what it left behind: ${ended.join(', ')}.`);
  return {
    folder,
    postgres,
    temporal: path.join(folder, 'temporal'),
    log: (title) => path.join(folder, 'logs', `${title.replaceAll(' ', '-')}.log`),
    file: (name) => path.join(folder, name),
    book: createProcessBook(bookFile, say),
    unlock,
  };
}

function guard<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isStewardError(error)) throw error;
    if (isDiskFull(error)) throw new StewardError('disk_full', { path: folder }, { cause: error });
    throw new StewardError('home_unusable', { home: folder, why: errorText(error) }, { cause: error });
  }
}
