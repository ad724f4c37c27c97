import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Digest } from '../../domain/digest';
import { StewardError } from '../../domain/errors';
import { hashBytes, hashFile } from '../hash';
import { hasErrorCode } from '../files/has-error-code';
import { temporaryPath } from '../files/temporary-files';
import { syncDirectory, writeWholeFile } from '../files/write-whole-file';
import { asWriteTo } from './write-errors';

export interface Blob {
  readonly digest: Digest;
  readonly size: number;
}

/** Drafts lie on the layout's own file system, so that a rename publishes them. */
export function draftsOf(layout: string): string {
  return join(layout, '.drafts');
}

/** The size in bytes of a blob that is there, without a look at its content. */
export async function blobSize(layout: string, digest: Digest): Promise<number | undefined> {
  try {
    return (await stat(blobPath(layout, digest))).size;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

export async function putBlob(layout: string, content: string | Uint8Array): Promise<Blob> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const digest = hashBytes(bytes);
  const path = blobPath(layout, digest);
  await asWriteTo(layout, async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeWholeFile(path, bytes, draftsOf(layout));
  });
  return { digest, size: bytes.byteLength };
}

/**
 * Copies a file into the layout, reading it once; throws `store_digest_mismatch` when it is not `expected`. A blob that
 * is there already is replaced: the same content, unless it was damaged.
 */
export async function putBlobFile(layout: string, source: string, expected: Digest): Promise<Blob> {
  const path = blobPath(layout, expected);
  return asWriteTo(layout, async () => {
    await mkdir(dirname(path), { recursive: true });
    const draft = await temporaryPath(draftsOf(layout));
    try {
      const actual = await copyHashing(source, draft);
      if (actual.digest !== expected)
        throw new StewardError('store_digest_mismatch', { expected, actual: actual.digest });
      await rename(draft, path);
      await syncDirectory(dirname(path));
      return actual;
    } finally {
      await rm(draft, { force: true });
    }
  });
}

/** The content of a small blob, checked. Throws `image_blob_missing` or `image_blob_corrupt`, also beyond `limit` bytes. */
export async function readBlob(layout: string, digest: Digest, limit: number): Promise<Buffer> {
  const size = await blobSize(layout, digest);
  if (size === undefined) throw new StewardError('image_blob_missing', { digest });
  if (size > limit) throw new StewardError('image_blob_corrupt', { digest });
  const bytes = await readFile(blobPath(layout, digest));
  if (hashBytes(bytes) !== digest) throw new StewardError('image_blob_corrupt', { digest });
  return bytes;
}

/** Copies a blob to a path where nothing may be (EEXIST), checked; on any error nothing of it stays there. */
export async function copyBlob(layout: string, digest: Digest, toPath: string): Promise<Blob> {
  if ((await blobSize(layout, digest)) === undefined) throw new StewardError('image_blob_missing', { digest });
  const copied = await copyHashing(blobPath(layout, digest), toPath);
  if (copied.digest === digest) return copied;
  await rm(toPath, { force: true });
  throw new StewardError('image_blob_corrupt', { digest });
}

/** Reads a whole blob and checks it. */
export async function checkBlob(layout: string, digest: Digest): Promise<Blob> {
  if ((await blobSize(layout, digest)) === undefined) throw new StewardError('image_blob_missing', { digest });
  const found = await hashFile(blobPath(layout, digest));
  if (found.digest !== digest) throw new StewardError('image_blob_corrupt', { digest });
  return { digest, size: found.bytes };
}

/** Passes bytes on and knows their digest and number at the end. */
export function hashing(): { readonly stream: Transform; result(): Blob } {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.byteLength;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ digest: `sha256:${hash.digest('hex')}`, size }) };
}

export function blobPath(layout: string, digest: Digest): string {
  return join(layout, 'blobs', 'sha256', digest.slice('sha256:'.length));
}

async function copyHashing(from: string, to: string): Promise<Blob> {
  const hash = hashing();
  const target = await open(to, 'wx');
  try {
    await pipeline(createReadStream(from), hash.stream, target.createWriteStream({ flush: true }));
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
  return hash.result();
}
