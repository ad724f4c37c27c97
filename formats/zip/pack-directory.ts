import { createReadStream } from 'node:fs';
import { lstat, open, readdir, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { StewardError } from '../../domain/errors';
import { hashFile, type HashedBytes } from '../hash';
import { nameText, readEntryName } from './entry-name';
import { sortByPath } from './extract-archive';
import { type ArchiveLimits, packageLimits, sizeText } from './limits';
import { directoryRecord, endRecord, localRecord, type StoredEntry } from './zip-records';

interface FoundFile {
  readonly path: string;
  readonly source: string;
  readonly size: number;
}

/**
 * Packs a folder into its one zip (see `zip-records.ts`) at `toPath`, which must not exist: the same files give the
 * same bytes everywhere. Modes, times and empty folders are left out; links and special files are refused, never
 * followed.
 *
 * Errors: `archive_entry_kind`, `archive_entry_name`, `archive_too_large`, `archive_entry_lies` (a file that changes
 * while it is packed).
 */
export async function packDirectory(
  directory: string,
  toPath: string,
  limits: ArchiveLimits = packageLimits,
): Promise<HashedBytes> {
  const name = basename(directory);
  const files = sortByPath(await listFiles(directory, name, limits));
  checkTotals(files, name, limits);
  const output = await open(toPath, 'wx', 0o644);
  try {
    await writeFiles(output, files, name);
  } finally {
    await output.close();
  }
  return hashFile(toPath);
}

async function listFiles(directory: string, name: string, limits: ArchiveLimits): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const child of await readdir(join(directory, folder), { withFileTypes: true })) {
      const { path } = readEntryName(Buffer.from(`${folder}${child.name}`), name, limits);
      const source = join(directory, folder, child.name);
      if (child.isDirectory()) folders.push(`${folder}${child.name}/`);
      else if (child.isFile()) found.push({ path, source, size: (await lstat(source)).size });
      else
        throw new StewardError('archive_entry_kind', { file: name, entry: nameText(path), kind: 'a link or device' });
    }
    if (found.length + folders.length > limits.entries) throw tooLarge(name, 'it has more files', `${limits.entries}`);
  }
  return found;
}

function checkTotals(files: readonly FoundFile[], name: string, limits: ArchiveLimits): void {
  const largest = files.find(({ size }) => size > limits.fileBytes);
  if (largest !== undefined)
    throw tooLarge(name, `${nameText(largest.path)} has ${sizeText(largest.size)}`, sizeText(limits.fileBytes));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.archiveBytes)
    throw tooLarge(name, `its files have ${sizeText(total)} together`, sizeText(limits.archiveBytes));
}

function tooLarge(file: string, what: string, limit: string): StewardError {
  return new StewardError('archive_too_large', { file, what, limit });
}

/** Each file is read twice, as its check sum stands in front of its data. */
async function writeFiles(output: FileHandle, files: readonly FoundFile[], name: string): Promise<void> {
  const written: StoredEntry[] = [];
  let offset = 0;
  const write = async (bytes: Buffer) => {
    await output.writeFile(bytes);
    offset += bytes.length;
  };
  for (const { path, source } of files) {
    const before = await sumFile(source);
    const entry = { name: Buffer.from(path), ...before, offset };
    written.push(entry);
    await write(localRecord(entry));
    const after = await sumFile(source, write);
    if (after.size !== before.size || after.crc32 !== before.crc32)
      throw new StewardError('archive_entry_lies', {
        file: name,
        entry: nameText(path),
        why: 'it changed while it was packed',
      });
  }
  const directoryStart = offset;
  for (const entry of written) await write(directoryRecord(entry));
  await write(endRecord(written.length, directoryStart, offset - directoryStart));
}

async function sumFile(
  source: string,
  each?: (chunk: Buffer) => Promise<void>,
): Promise<{ size: number; crc32: number }> {
  let size = 0;
  let sum = 0;
  for await (const chunk of createReadStream(source) as AsyncIterable<Buffer>) {
    size += chunk.length;
    sum = crc32(chunk, sum);
    await each?.(chunk);
  }
  return { size, crc32: sum };
}
