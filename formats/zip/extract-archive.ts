import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { errorText, isStewardError, StewardError } from '../../domain/errors';
import type { PackageFile } from '../../domain/package/manifest';
import type { CheckedEntry } from './check-entries';
import { nameText } from './entry-name';
import { packageLimits } from './limits';
import { type Archive, isSystemError, type OpenOptions, withArchive } from './open-archive';

export interface ExtractOptions extends Partial<OpenOptions> {
  /** Which files to unpack, by their path in the archive; all when absent. */
  readonly wanted?: (path: string) => boolean;
}

/**
 * Unpacks an archive that nobody vouches for into `intoDir`, which must not exist yet, and hashes each file on its way.
 * The whole archive is judged before the first file is written. Returns what was unpacked, sorted by path.
 *
 * Errors: `package_missing`, `not_a_zip`, and every `archive_…`; what was unpacked until then stays for the caller to
 * remove with its working folder.
 */
export function extractArchive(path: string, intoDir: string, options: ExtractOptions = {}): Promise<PackageFile[]> {
  const { wanted = () => true } = options;
  return withArchive(path, { limits: packageLimits, ...options }, async (archive) => {
    await mkdir(intoDir);
    const files: PackageFile[] = [];
    for (const entry of archive.entries)
      if (!entry.folder && wanted(entry.path)) files.push(await extractEntry(archive, entry, intoDir));
    return sortByPath(files);
  });
}

/** By UTF-16 code units: the same on every machine. */
export function sortByPath<T extends { readonly path: string }>(files: readonly T[]): T[] {
  return [...files].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

async function extractEntry(archive: Archive, entry: CheckedEntry, intoDir: string): Promise<PackageFile> {
  const target = join(intoDir, ...entry.path.split('/'));
  await mkdir(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  let sum = 0;
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
  });
  try {
    await pipeline(await archive.read(entry), watch, createWriteStream(target, { flags: 'wx', mode: 0o644 }));
    if (sum !== entry.raw.crc32) throw new Error('its content does not have the check sum that it should have');
  } catch (error) {
    if (isStewardError(error) || isSystemError(error)) throw error;
    const details = { file: archive.file, entry: nameText(entry.path), why: errorText(error) };
    throw new StewardError('archive_entry_lies', details, { cause: error });
  }
  return { path: entry.path, size: entry.size, sha256: `sha256:${hash.digest('hex')}` };
}
