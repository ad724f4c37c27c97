import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { errorText } from '../../domain/errors';
import { signalGroup } from './process-group';
import { isSameProcess, parseProcessIdentity, type ProcessIdentity, readProcess } from './process-identity';

/** Which processes a running Steward started, on disk, so that the next start can end what a killed one left behind. */
export interface ProcessBook {
  readonly note: (name: string, pid: number) => void;
  readonly remove: (name: string) => void;
}

const patience = 5_000;

export function createProcessBook(file: string, say: (line: string) => void): ProcessBook {
  const entries = new Map<string, ProcessIdentity>();
  const save = (): void => {
    try {
      saveBook(file, entries);
    } catch (error) {
      // A full disk must not end what runs well; a kill now would leave processes for people to end.
      say(`The list of processes could not be written (${errorText(error)}).`);
    }
  };
  return {
    note: (name, pid) => {
      const identity = readProcess(pid);
      if (identity === undefined) return;
      entries.set(name, identity);
      save();
    },
    remove: (name) => {
      entries.delete(name);
      save();
    },
  };
}

function saveBook(file: string, entries: ReadonlyMap<string, ProcessIdentity>): void {
  if (entries.size === 0) return rmSync(file, { force: true });
  writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(entries)), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/**
 * Ends what the book of a killed run still lists, each process checked by command line and start time, first by a plain
 * request, then by force. Returns the names of those that were still there. PostgreSQL is left to its own start, which
 * stops it without loss.
 */
export async function endLeftovers(file: string, exceptFor: readonly string[]): Promise<string[]> {
  const alive = readBook(file).filter(([name, identity]) => !exceptFor.includes(name) && isSameProcess(identity));
  await Promise.all(alive.map(([, identity]) => endProcess(identity)));
  rmSync(file, { force: true });
  return alive.map(([name]) => name);
}

async function endProcess(identity: ProcessIdentity): Promise<void> {
  signalGroup(identity.pid, 'SIGTERM');
  const deadline = Date.now() + patience;
  while (isSameProcess(identity) && Date.now() < deadline) await wait(50);
  signalGroup(identity.pid, 'SIGKILL');
  while (isSameProcess(identity)) await wait(20);
}

function readBook(file: string): [string, ProcessIdentity][] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // No book, or one cut off while it was written: nothing is known to be left.
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]): [string, ProcessIdentity][] => {
    const identity = parseProcessIdentity(entry);
    return identity === undefined ? [] : [[name, identity]];
  });
}
