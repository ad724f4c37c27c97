import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Header, extract } from 'tar-stream';
import { errorText } from '../../domain/errors';
import { hasErrorCode } from '../files/has-error-code';
import { type Blob, hashing } from './blobs';
import { limitBytes } from './limit-bytes';

export interface LayerLimits {
  /** Of the whole tar. */
  readonly bytes: number;
  readonly entries: number;
}

/** What came of it: the tar's own digest, to be compared before anything uses the files, or what is wrong in words. */
export type Unpacked = { readonly tar: Blob } | { readonly refused: string };

/** Longer names are no model's. */
const maximalPath = 1_000;

/**
 * Unpacks an uncompressed tar layer into an existing empty folder: files and folders only, none outside it, none twice.
 * The files are synced to disk. After a refusal the folder holds what was unpacked until then: throw it away.
 */
export async function unpackLayer(tarPath: string, intoDirectory: string, limits: LayerLimits): Promise<Unpacked> {
  const hash = hashing();
  const tar = extract();
  let entries = 0;
  tar.on('entry', (header, content, next) => {
    entries += 1;
    content.on('error', () => undefined); // an entry fails only when its tar does, and the pipeline tells that
    if (entries > limits.entries) return next(new Error(`it has more than ${limits.entries} entries`));
    unpackEntry(header, content, intoDirectory).then(() => {
      content.resume();
      next();
    }, next);
  });
  try {
    await pipeline(createReadStream(tarPath), limitBytes(limits.bytes), hash.stream, tar);
  } catch (error) {
    return { refused: errorText(error) };
  }
  return { tar: hash.result() };
}

async function unpackEntry({ name, type }: Header, content: AsyncIterable<unknown>, into: string): Promise<void> {
  const shown = JSON.stringify(name.slice(0, 100));
  if (!isSafe(name)) throw new Error(`the name ${shown} leaves its folder`);
  if (type === 'directory') await mkdir(join(into, name), { recursive: true });
  else if (type === 'file') await writeEntry(content, join(into, name));
  else throw new Error(`${shown} is a ${type}, not a file`);
}

async function writeEntry(content: AsyncIterable<unknown>, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx', 0o644).catch((error: unknown) => {
    throw hasErrorCode(error, 'EEXIST') ? new Error('a name is in it twice', { cause: error }) : error;
  });
  await pipeline(Readable.from(content), file.createWriteStream({ flush: true }));
}

function isSafe(name: string): boolean {
  if (name.length > maximalPath || name.startsWith('/') || /[\\\0]/.test(name)) return false;
  return name
    .replace(/\/$/, '')
    .split('/')
    .every((part) => part !== '' && part !== '..' && part !== '.');
}
