import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { temporaryPath } from './temporary-files';

/**
 * Replaces a file so that readers, and a power cut, find the old or the new content and never a part. `temporary` is a
 * folder on the same file system.
 */
export async function writeWholeFile(path: string, content: string | Uint8Array, temporary: string): Promise<void> {
  const draft = await temporaryPath(temporary);
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** A rename is only lasting once its directory is. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
