import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip written byte by byte, with every claim open to lies. */
export interface HostileEntry {
  readonly name: string | Buffer;
  readonly data?: Buffer;
  /** 0 stored (default), 8 deflated; others are only claimed. */
  readonly method?: number;
  readonly flags?: number;
  /** Unix mode with its file type. */
  readonly mode?: number;
  /** Claims that differ from the truth. */
  readonly size?: number;
  readonly packedSize?: number;
  readonly sum?: number;
  readonly localName?: string;
  /** Points at the data of the entry with this position instead of having its own. */
  readonly sharesWith?: number;
  /** Moves the claimed position of the data record by so many bytes. */
  readonly shift?: number;
}

export interface HostileEnd {
  readonly comment?: Buffer;
  readonly entries?: number;
  readonly directoryBytes?: number;
  readonly between?: Buffer;
  readonly prefix?: Buffer;
  readonly suffix?: Buffer;
}

/** Writes what it is told, true or not. */
export function writeHostileZip(entries: readonly HostileEntry[], end: HostileEnd = {}): Buffer {
  const parts: Buffer[] = [end.prefix ?? Buffer.alloc(0)];
  const offsets: number[] = [];
  let offset = parts[0]?.length ?? 0;
  const directory: Buffer[] = [];
  for (const entry of entries) {
    const packed = pack(entry);
    if (entry.sharesWith === undefined) {
      offsets.push(offset);
      const local = Buffer.concat([record(entry, packed, true), packed]);
      parts.push(local);
      offset += local.length;
    } else {
      offsets.push(offsets[entry.sharesWith] ?? 0);
    }
    directory.push(record(entry, packed, false, (offsets.at(-1) ?? 0) + (entry.shift ?? 0)));
  }
  const records = Buffer.concat(directory);
  const comment = end.comment ?? Buffer.alloc(0);
  const tail = Buffer.alloc(22);
  tail.writeUInt32LE(0x06054b50, 0);
  tail.writeUInt16LE(end.entries ?? entries.length, 8);
  tail.writeUInt16LE(end.entries ?? entries.length, 10);
  tail.writeUInt32LE(end.directoryBytes ?? records.length, 12);
  tail.writeUInt32LE(offset, 16);
  tail.writeUInt16LE(comment.length, 20);
  const between = end.between ?? Buffer.alloc(0);
  return Buffer.concat([...parts, records, between, tail, comment, end.suffix ?? Buffer.alloc(0)]);
}

function pack({ data = Buffer.alloc(0), method = 0 }: HostileEntry): Buffer {
  return method === 8 ? deflateRawSync(data, { level: 9 }) : data;
}

function record(entry: HostileEntry, packed: Buffer, local: boolean, offset = 0): Buffer {
  const { data = Buffer.alloc(0), method = 0, flags = 0, mode = 0o100644 } = entry;
  const name = Buffer.from(local ? (entry.localName ?? entry.name) : entry.name);
  const bytes = Buffer.alloc(local ? 30 : 46);
  bytes.writeUInt32LE(local ? 0x04034b50 : 0x02014b50, 0);
  const at = local ? 4 : 6;
  if (!local) bytes.writeUInt16LE((3 << 8) | 20, 4);
  bytes.writeUInt16LE(20, at);
  bytes.writeUInt16LE(flags, at + 2);
  bytes.writeUInt16LE(method, at + 4);
  bytes.writeUInt16LE(33, at + 8);
  bytes.writeUInt32LE(entry.sum ?? crc32(data), at + 10);
  bytes.writeUInt32LE(entry.packedSize ?? packed.length, at + 14);
  bytes.writeUInt32LE(entry.size ?? data.length, at + 18);
  bytes.writeUInt16LE(name.length, at + 22);
  if (!local) {
    bytes.writeUInt32LE((mode << 16) >>> 0, 38);
    bytes.writeUInt32LE(offset, 42);
  }
  return Buffer.concat([bytes, name]);
}
