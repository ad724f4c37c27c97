import { createHash } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StewardError } from '../../domain/errors';
import type { MetricsFile } from '../../domain/package/evidence';
import { trainerFiles } from '../../domain/ports/trainer';
import type { Digest } from '../../domain/digest';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { parseMetrics } from '../../formats/package/evidence';
import { metricsBytes, packageLimits, sizeText } from '../../formats/zip/limits';

export interface TakenCandidate {
  /** A copy that the trainer has no hand on. */
  readonly archive: string;
  readonly packageDigest: Digest;
  readonly bytes: number;
  /** Declared; absent when there is no readable file. */
  readonly metrics?: MetricsFile;
}

/**
 * Takes what a trainer left in its output folder: the package's bytes as they are, unopened, and its metrics. Links are
 * not followed. Throws `candidate_missing`.
 */
export async function takeCandidate(output: string, into: string): Promise<TakenCandidate> {
  const archive = path.join(into, 'candidate.zip');
  const { digest, bytes } = await copyRegular(path.join(output, trainerFiles.package), archive);
  const metrics = await readMetrics(path.join(output, trainerFiles.metrics));
  return { archive, packageDigest: digest, bytes, ...(metrics ? { metrics } : {}) };
}

async function copyRegular(source: string, target: string): Promise<{ digest: Digest; bytes: number }> {
  const file = await openRegular(source);
  if (typeof file === 'string') throw new StewardError('candidate_missing', { what: file });
  try {
    const limit = packageLimits.archiveBytes;
    const { size } = await file.stat();
    if (size === 0 || size > limit) {
      const what =
        size === 0 ? 'package.zip is empty' : `package.zip has ${sizeText(size)}, more than ${sizeText(limit)}`;
      throw new StewardError('candidate_missing', { what });
    }
    const hash = createHash('sha256');
    let bytes = 0;
    const hashing = async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    };
    const reading = file.createReadStream({ autoClose: false, end: limit });
    await pipeline(reading, hashing, createWriteStream(target, { flags: 'wx', mode: 0o600 }));
    return { digest: `sha256:${hash.digest('hex')}`, bytes };
  } finally {
    await file.close();
  }
}

/** What is wrong with it, in words, for what is no regular file. A pipe or device is never waited for. */
async function openRegular(file: string): Promise<FileHandle | string> {
  const name = path.basename(file);
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    return `${name} is no file`;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return `there is no ${name}`;
    if (hasErrorCode(error, 'ELOOP', 'ENXIO', 'EACCES')) return `${name} is no file that can be read`;
    throw error;
  }
}

async function readMetrics(file: string): Promise<MetricsFile | undefined> {
  const handle = await openRegular(file);
  if (typeof handle === 'string') return undefined;
  try {
    if ((await handle.stat()).size > metricsBytes) return undefined;
    return parseMetrics(await handle.readFile('utf8'));
  } finally {
    await handle.close();
  }
}
