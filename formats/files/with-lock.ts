import { randomUUID } from 'node:crypto';
import { readlink, symlink, unlink } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { StewardError } from '../../domain/errors';
import { hasErrorCode } from './has-error-code';
import { ifThere } from './if-there';
import { identityText, isAlive, ownIdentity, parseIdentity } from './process-identity';

/**
 * Runs `work` while holding the lock at `path` among all processes that share the file system. The lock is a symbolic
 * link whose target names its holder: made with its content in one step, refused when it exists. A dead holder's lock
 * is cleared. Waits at most `patience` ms, then throws `store_locked`.
 */
export async function withLock<T>(path: string, patience: number, work: () => Promise<T>): Promise<T> {
  const lock = await takeLock(path, patience);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

export interface HeldLock {
  release(): Promise<void>;
}

/** As `withLock`, for a lock that is kept for longer than one call. */
export async function takeLock(path: string, patience: number): Promise<HeldLock> {
  const holder = await newHolder();
  const end = performance.now() + patience;
  for (let pause = 2; !(await take(path, holder)); pause = Math.min(pause * 2, 50)) {
    await clearDead(path, path, holder);
    if (performance.now() >= end) {
      const other = (await ifThere(readlink(path))) ?? 'unknown';
      throw new StewardError('store_locked', { path, holder: other, seconds: patience / 1000 });
    }
    await wait(pause);
  }
  return {
    // Somebody may have deleted the link by hand, and another process taken it since.
    release: async () => {
      if ((await ifThere(readlink(path))) === holder) await unlink(path);
    },
  };
}

async function newHolder(): Promise<string> {
  return `${identityText(await ownIdentity())}.${randomUUID()}`;
}

async function take(path: string, holder: string): Promise<boolean> {
  try {
    await symlink(holder, path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * Removes the link at `path` if its holder is dead. Two processes may see the same dead holder, and the slower one must
 * not remove the lock that the faster one took meanwhile: so a link is only removed by its living holder or by who
 * holds the right to clear that very holder, a link of its own (`<lock>.<holder>`), which can be cleared likewise.
 */
async function clearDead(lock: string, path: string, clearer: string): Promise<void> {
  const holder = await ifThere(readlink(path));
  const owner = holder === undefined ? undefined : parseIdentity(holder);
  if (holder === undefined || owner === undefined || (await isAlive(owner))) return;
  const right = `${lock}.${holder}`;
  if (!(await take(right, clearer))) return clearDead(lock, right, clearer);
  try {
    if ((await ifThere(readlink(path))) === holder) await unlink(path);
  } finally {
    await unlink(right);
  }
}
