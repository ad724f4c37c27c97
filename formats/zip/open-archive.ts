import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { basename } from 'node:path';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { StewardError, errorText, isStewardError } from '../../domain/errors';
import { hasErrorCode } from '../files/has-error-code';
import { type CheckedEntry, checkEntries } from './check-entries';
import { checkRanges } from './check-ranges';
import { type EndRecord, readEndRecord } from './end-record';
import { type ArchiveLimits, sizeText } from './limits';

export interface Archive {
  /** The file's own name, for messages. */
  readonly file: string;
  readonly entries: readonly CheckedEntry[];
  /** The unpacked bytes of an entry. Ends with an error when they are more or fewer than declared. */
  read(entry: CheckedEntry): Promise<Readable>;
}

/** A directory of 2,000 entries with the longest accepted names and ordinary extra fields stays below half of this. */
const maxDirectoryBytes = 4 * 1024 * 1024;

export interface OpenOptions {
  readonly limits: ArchiveLimits;
  /** What people call the file; its own name when absent. */
  readonly name?: string;
}

/**
 * Opens a zip archive that nobody vouches for, judges the whole of it, and lends it to `work`. The file must not
 * change meanwhile: give it a private copy.
 *
 * Errors: `package_missing`, `not_a_zip`, and every `archive_…`.
 */
export async function withArchive<T>(
  path: string,
  { limits, name: file = basename(path) }: OpenOptions,
  work: (archive: Archive) => Promise<T>,
): Promise<T> {
  const end = await readEnd(path, file, limits);
  const zip = await asDamage(file, () =>
    openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: true }),
  );
  try {
    const entries = await asDamage(file, async () => {
      const checked = checkEntries(await listEntries(zip, end, file), file, limits);
      await checkRanges(zip, checked, end, file);
      return checked;
    });
    return await work({ file, entries, read: ({ raw }) => zip.openReadStreamPromise(raw) });
  } finally {
    zip.close();
  }
}

async function readEnd(path: string, file: string, limits: ArchiveLimits): Promise<EndRecord> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw new StewardError('package_missing', { file }, { cause: error });
    throw error;
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new StewardError('not_a_zip', { file });
    if (stat.size > limits.archiveBytes)
      throw new StewardError('archive_too_large', {
        file,
        what: `it has ${sizeText(stat.size)}`,
        limit: sizeText(limits.archiveBytes),
      });
    const end = await readEndRecord(handle, stat.size, file);
    if (end.entries > limits.entries || end.directoryBytes > maxDirectoryBytes)
      throw new StewardError('archive_too_large', {
        file,
        what: `it has ${end.entries} entries`,
        limit: `${limits.entries}`,
      });
    return end;
  } finally {
    await handle.close();
  }
}

async function listEntries(zip: ZipFile, end: EndRecord, file: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    entries.push(entry);
    bytes += 46 + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
  }
  if (bytes !== end.directoryBytes)
    throw new StewardError('archive_damaged', { file, why: 'its directory holds more or less than it says' });
  return entries;
}

/** What the zip library says about an archive becomes our ending; errors of the system stay what they are. */
async function asDamage<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isStewardError(error) || isSystemError(error)) throw error;
    throw new StewardError('archive_damaged', { file, why: errorText(error) }, { cause: error });
  }
}

/** A full disk or a vanished file is not the archive's fault. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
