import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StockItem } from '../../domain/stock/stock';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { isAlive, parseIdentity } from '../../formats/files/process-identity';

const day = 24 * 60 * 60_000;

/** Written within a day, or dated ahead. */
export function isYoung(writtenAt: number, now: number): boolean {
  return writtenAt > now - day;
}

/** What was being written in a folder of `temporaryPath`; other machines' writers cannot be asked, so a day is waited for them. */
export async function listTemporary(where: string, now: number): Promise<readonly StockItem[]> {
  const items: StockItem[] = [];
  for (const name of await namesIn(where)) {
    const found = await measure(join(where, name));
    if (found === undefined) continue;
    const owner = parseIdentity(name);
    const young = isYoung(found.writtenAt, now) || (owner !== undefined && (await isAlive(owner)));
    items.push({ kind: 'temporary', where, name, blobs: [], bytes: found.bytes, ...(young && { young }) });
  }
  return items;
}

/** Nothing for a folder that is not there. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/** The bytes of a file or a whole folder, and when it was last written; undefined when it went away meanwhile. */
export async function measure(
  path: string,
): Promise<{ readonly bytes: number; readonly writtenAt: number } | undefined> {
  try {
    const own = await stat(path);
    if (!own.isDirectory()) return { bytes: own.size, writtenAt: own.mtimeMs };
    const parts = await Promise.all((await namesIn(path)).map((name) => measure(join(path, name))));
    return {
      bytes: parts.reduce((sum, part) => sum + (part?.bytes ?? 0), 0),
      writtenAt: Math.max(own.mtimeMs, ...parts.map((part) => part?.writtenAt ?? 0)),
    };
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
