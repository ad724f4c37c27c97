import { crc32 } from 'node:zlib';
import { sortByPath } from './extract-archive';
import { directoryRecord, endRecord, localRecord, type StoredEntry } from './zip-records';

export interface ZipEntry {
  /** `/` separated. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * The zip of these files: the same bytes for the same paths and contents, whatever their order, the machine, its time
 * zone and the day (see `zip-records.ts`). For files in memory; a folder is packed with `packDirectory`, to the same
 * bytes. Two entries with one path are a mistake of the caller (RangeError).
 */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Uint8Array[] = [];
  const written: StoredEntry[] = [];
  let offset = 0;
  const add = (bytes: Uint8Array) => {
    parts.push(bytes);
    offset += bytes.length;
  };
  const sorted = sortByPath(entries);
  for (const [at, { path, bytes }] of sorted.entries()) {
    if (sorted[at + 1]?.path === path) throw new RangeError(`two entries have the path ${path}`);
    const entry = { name: Buffer.from(path), size: bytes.length, crc32: crc32(bytes), offset };
    written.push(entry);
    add(localRecord(entry));
    add(bytes);
  }
  const directoryStart = offset;
  for (const entry of written) add(directoryRecord(entry));
  add(endRecord(written.length, directoryStart, offset - directoryStart));
  return Buffer.concat(parts);
}
