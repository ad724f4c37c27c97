import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identityText, isAlive, ownIdentity, parseIdentity } from './process-identity';

/** A path in `directory` (made if absent) that nobody else uses; it tells its owner, so that the dead's can be swept. */
export async function temporaryPath(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  return join(directory, `${identityText(await ownIdentity())}.${randomUUID()}`);
}

/** Removes what processes that are gone left in a directory of `temporaryPath`. */
export async function sweepTemporary(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const name of await readdir(directory)) {
    const owner = parseIdentity(name);
    if (owner !== undefined && !(await isAlive(owner)))
      await rm(join(directory, name), { recursive: true, force: true });
  }
}
