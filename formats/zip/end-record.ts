import type { FileHandle } from 'node:fs/promises';
import { StewardError } from '../../domain/errors';

/** The record that ends a zip archive and tells where its directory of entries lies. */
export interface EndRecord {
  readonly entries: number;
  readonly directoryStart: number;
  readonly directoryBytes: number;
}

const signature = 0x06054b50;
const recordBytes = 22;
const directoryRecordBytes = 46;
const maxCommentBytes = 0xffff;
const zip64LocatorSignature = 0x07064b50;
const zip64LocatorBytes = 20;

/**
 * Finds the end record and refuses archives that two programs could read differently: two records that both fit, parts
 * on several disks, counts that differ, bytes between directory and record. The 64-bit form is refused too: no archive
 * within our limits needs it (APPNOTE.TXT 6.3.10, 4.3.14 to 4.3.16).
 *
 * Errors: `not_a_zip`, `archive_damaged`.
 */
export async function readEndRecord(handle: FileHandle, archiveBytes: number, file: string): Promise<EndRecord> {
  const damaged = (why: string): never => {
    throw new StewardError('archive_damaged', { file, why });
  };
  const tail = await readTail(handle, archiveBytes);
  const found = findRecords(tail);
  const at = found.at(-1);
  if (at === undefined) throw new StewardError('not_a_zip', { file });
  const fitting = found.filter((start) => start + recordBytes + tail.readUInt16LE(start + 20) === tail.length);
  if (fitting.length > 1) damaged('it has two end records');
  if (fitting[0] !== at) damaged('there are bytes after its end, or its end is cut off');
  const start = archiveBytes - tail.length + at;
  if (at >= zip64LocatorBytes && tail.readUInt32LE(at - zip64LocatorBytes) === zip64LocatorSignature)
    damaged('it uses the 64-bit form that only archives above 4 GiB need');
  const [disk, directoryDisk] = [tail.readUInt16LE(at + 4), tail.readUInt16LE(at + 6)];
  if (disk !== 0 || directoryDisk !== 0) damaged('it is one part of several');
  const entries = tail.readUInt16LE(at + 10);
  if (tail.readUInt16LE(at + 8) !== entries) damaged('it tells two different numbers of entries');
  const directoryBytes = tail.readUInt32LE(at + 12);
  if (directoryBytes < entries * directoryRecordBytes) damaged('it tells more entries than its directory can hold');
  const directoryStart = tail.readUInt32LE(at + 16);
  if (directoryStart + directoryBytes !== start) damaged('its directory is not where the archive says');
  return { entries, directoryStart, directoryBytes };
}

async function readTail(handle: FileHandle, archiveBytes: number): Promise<Buffer> {
  const length = Math.min(archiveBytes, maxCommentBytes + recordBytes + zip64LocatorBytes);
  const tail = Buffer.alloc(length);
  const { bytesRead } = await handle.read(tail, 0, length, archiveBytes - length);
  return tail.subarray(0, bytesRead);
}

function findRecords(tail: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at + recordBytes <= tail.length; at += 1) if (tail.readUInt32LE(at) === signature) found.push(at);
  return found;
}
