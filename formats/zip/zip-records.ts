/**
 * The records of the one form of zip that we write: files only, stored, sizes and check sum in front of the data
 * (programs that read zips as streams need that for stored entries), UTF-8 names, mode 0644, 1 January 1980. Nothing
 * in it depends on machine, user, time zone or library version, as the digest of the whole is an identity. Layout by
 * PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 */
export interface StoredEntry {
  /** UTF-8. */
  readonly name: Buffer;
  readonly size: number;
  readonly crc32: number;
  /** Where its record in front of the data starts. */
  readonly offset: number;
}

const versionNeeded = 20;
const madeByUnix = (3 << 8) | versionNeeded;
const utf8Name = 0x800;
const stored = 0;
const midnight = 0;
const firstDay = (1 << 5) | 1;
const mode = 0o100644;

export function localRecord({ name, size, crc32 }: StoredEntry): Buffer {
  const record = Buffer.alloc(30);
  record.writeUInt32LE(0x04034b50, 0);
  writeCommon(record, 4, size, crc32, name.length);
  return Buffer.concat([record, name]);
}

export function directoryRecord({ name, size, crc32, offset }: StoredEntry): Buffer {
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(madeByUnix, 4);
  writeCommon(record, 6, size, crc32, name.length);
  record.writeUInt32LE((mode << 16) >>> 0, 38);
  record.writeUInt32LE(offset, 42);
  return Buffer.concat([record, name]);
}

export function endRecord(entries: number, directoryStart: number, directoryBytes: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryStart, 16);
  return record;
}

/** Both records carry these 26 bytes in the same order. */
function writeCommon(record: Buffer, at: number, size: number, crc32: number, nameBytes: number): void {
  record.writeUInt16LE(versionNeeded, at);
  record.writeUInt16LE(utf8Name, at + 2);
  record.writeUInt16LE(stored, at + 4);
  record.writeUInt16LE(midnight, at + 6);
  record.writeUInt16LE(firstDay, at + 8);
  record.writeUInt32LE(crc32, at + 10);
  record.writeUInt32LE(size, at + 14);
  record.writeUInt32LE(size, at + 18);
  record.writeUInt16LE(nameBytes, at + 22);
}
