import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StewardError } from '../../domain/errors';
import { isSameProcess, parseProcessIdentity, readProcess } from './process-identity';
import { errorCode } from './error-code';

/**
 * Lets one Steward at a time use a folder; returns what gives it free. A lock whose process is gone, also when another
 * process has its number by now, is taken over.
 */
export function lockHome(home: string): () => void {
  const lock = path.join(home, 'lock');
  const own = `${lock}.${process.pid}`;
  const identity = readProcess(process.pid);
  writeFileSync(own, JSON.stringify(identity), { mode: 0o600 });
  try {
    // A link appears whole or not at all, and fails when the name is taken: the file system picks the winner.
    while (!tryLink(own, lock)) removeStale(home, lock);
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(lock, { force: true });
}

function removeStale(home: string, lock: string): void {
  const seen = readLock(lock);
  const holder = parseProcessIdentity(seen.value);
  if (holder !== undefined && isSameProcess(holder)) refuse(home, holder.pid);
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  const taken = readLock(aside);
  const winner = parseProcessIdentity(taken.value);
  if (taken.text !== seen.text && winner !== undefined && isSameProcess(winner)) {
    // Somebody else took the stale lock over a moment before us: what we moved away is theirs, and goes back.
    tryLink(aside, lock);
    rmSync(aside, { force: true });
    refuse(home, winner.pid);
  }
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function readLock(file: string): { text: string; value: unknown } {
  try {
    const text = readFileSync(file, 'utf8');
    return { text, value: JSON.parse(text) };
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return { text: '', value: undefined };
    throw error;
  }
}

function refuse(home: string, pid: number): never {
  throw new StewardError('already_running', { home, pid });
}

function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}
