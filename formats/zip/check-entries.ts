import type { Entry } from 'yauzl';
import { StewardError } from '../../domain/errors';
import { nameText, readEntryName } from './entry-name';
import { type ArchiveLimits, sizeText } from './limits';

export interface CheckedEntry {
  readonly path: string;
  readonly folder: boolean;
  /** Unpacked bytes, as the archive declares; unpacking enforces it. */
  readonly size: number;
  readonly raw: Entry;
}

/**
 * Judges every entry by what the archive's directory says of it, before anything is unpacked: name, kind, coding,
 * declared sizes, and that no two entries meet in one path.
 *
 * Errors: `archive_entry_name`, `archive_entry_kind`, `archive_entry_coded`, `archive_entry_doubled`, `archive_bomb`,
 * `archive_too_large`.
 */
export function checkEntries(raw: readonly Entry[], file: string, limits: ArchiveLimits): CheckedEntry[] {
  const entries = raw.map((entry) => checkEntry(entry, file, limits));
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.totalBytes)
    throw new StewardError('archive_too_large', {
      file,
      what: `its files have ${sizeText(total)} together`,
      limit: sizeText(limits.totalBytes),
    });
  checkPaths(entries, file);
  return entries;
}

function checkEntry(raw: Entry, file: string, limits: ArchiveLimits): CheckedEntry {
  const { path, folder } = readEntryName(raw.fileNameRaw, file, limits);
  const entry = nameText(path);
  const kind = unusualKind(raw, folder);
  if (kind !== undefined) throw new StewardError('archive_entry_kind', { file, entry, kind });
  const how = unusualCoding(raw);
  if (how !== undefined) throw new StewardError('archive_entry_coded', { file, entry, how });
  const size = raw.uncompressedSize;
  if (size > limits.fileBytes)
    throw new StewardError('archive_too_large', {
      file,
      what: `the entry ${entry} has ${sizeText(size)}`,
      limit: sizeText(limits.fileBytes),
    });
  if (size > limits.ratioFloor && size > limits.ratio * raw.compressedSize)
    throw new StewardError('archive_bomb', {
      file,
      what: `${entry} grows from ${sizeText(raw.compressedSize)} to ${sizeText(size)}`,
    });
  return { path, folder, size, raw };
}

const typeBits = 0o170000;
const unixKinds: Readonly<Record<number, string>> = {
  0o120000: 'a symbolic link',
  0o140000: 'a socket',
  0o060000: 'a device',
  0o020000: 'a device',
  0o010000: 'a pipe',
};

/** The file type that Unix programs leave in the upper half of the attributes, whoever claims to have made the entry. */
function unusualKind(raw: Entry, folder: boolean): string | undefined {
  const type = (raw.externalFileAttributes >>> 16) & typeBits;
  if (type === 0o040000 && !folder) return 'a folder under the name of a file';
  if (type === 0o100000 && folder) return 'a file under the name of a folder';
  if (folder && raw.uncompressedSize > 0) return 'a folder with content of its own';
  return type === 0 || type === 0o100000 || type === 0o040000 ? undefined : (unixKinds[type] ?? 'of an unknown kind');
}

const flags = { encrypted: 0x1, patch: 0x20, stronglyEncrypted: 0x40, maskedHeader: 0x2000 };
const methods = { stored: 0, deflated: 8 };

function unusualCoding({ generalPurposeBitFlag, compressionMethod }: Entry): string | undefined {
  if (generalPurposeBitFlag & (flags.encrypted | flags.stronglyEncrypted | flags.maskedHeader)) return 'encrypted';
  if (generalPurposeBitFlag & flags.patch) return 'a patch of another file';
  if (compressionMethod === methods.stored || compressionMethod === methods.deflated) return undefined;
  return `compressed in an unusual way (method ${compressionMethod})`;
}

/** On a file system that ignores case, or treats equal letters as equal, every path must still mean one thing. */
function checkPaths(entries: readonly CheckedEntry[], file: string): void {
  const seen = new Map<string, { path: string; folder: boolean; listed: boolean }>();
  const meet = (path: string, folder: boolean, listed: boolean) => {
    const key = path.toLowerCase().normalize('NFC');
    const other = seen.get(key);
    if (other === undefined) {
      seen.set(key, { path, folder, listed });
      return;
    }
    const same = other.path === path && other.folder && folder && !(other.listed && listed);
    if (!same)
      throw new StewardError('archive_entry_doubled', { file, entry: nameText(other.path), other: nameText(path) });
    other.listed ||= listed;
  };
  for (const { path, folder } of entries) {
    const segments = path.split('/');
    for (let depth = 1; depth < segments.length; depth += 1) meet(segments.slice(0, depth).join('/'), true, false);
    meet(path, folder, true);
  }
}
