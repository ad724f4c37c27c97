import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Digest } from '../../../domain/digest';
import { StewardError, isStewardError } from '../../../domain/errors';
import { type Blob, hashing } from '../blobs';
import { ConnectionFault, connectionFault } from './connection-fault';
import { dropBody } from './exchange';
import type { Repository } from './parse-reference';
import { awayReason } from './repeat';
import type { Received, Send } from './send';

/** Cuts in a row, without a byte between them, after which a blob is given up. */
const maximalCuts = 3;

/** The size in bytes of a blob that a repository has, or undefined. */
export async function findBlob(send: Send, at: Repository, digest: Digest): Promise<number | undefined> {
  const answer = await send({
    at,
    method: 'HEAD',
    path: `blobs/${digest}`,
    what: `look for the blob ${digest}`,
    expect: [200, 404],
  });
  await dropBody(answer);
  const length = answer.headers['content-length'];
  if (answer.status === 404) return undefined;
  if (length !== undefined && /^\d{1,15}$/.test(length)) return Number(length);
  const why = 'a blob without its length';
  throw new StewardError('image_registry_unclear', { host: at.host, what: `look for the blob ${digest}`, why });
}

/**
 * The bytes of a blob from `start` on, unchecked: whoever takes them compares the digest. After a cut it goes on where
 * that was, with a registry that has no ranges from the beginning without giving a byte twice.
 */
export async function* streamBlob(send: Send, at: Repository, blob: Blob, start = 0): AsyncGenerator<Uint8Array> {
  const what = `read the blob ${blob.digest}`;
  let position = start;
  for (let cuts = 0; position < blob.size;) {
    const headers: Record<string, string> = position > 0 ? { range: `bytes=${position}-` } : {};
    const path = `blobs/${blob.digest}`;
    const answer = await send({ at, method: 'GET', path, headers, what, expect: [200, 206] });
    let skip = position - startOf(answer, position);
    try {
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        const rest = chunk.subarray(Math.min(skip, chunk.byteLength));
        skip -= chunk.byteLength - rest.byteLength;
        position += rest.byteLength;
        if (position > blob.size) throw otherBlob(at, blob, `more than ${blob.size} bytes`);
        if (rest.byteLength > 0) cuts = 0;
        yield rest;
      }
    } catch (error) {
      const fault = connectionFault(error);
      cuts += 1;
      if (!(fault instanceof ConnectionFault)) throw fault;
      if (cuts > maximalCuts) throw awayReason(at.host, fault);
      continue;
    }
    if (position < blob.size) throw otherBlob(at, blob, `${position} bytes`);
  }
}

/** The content of a small blob, checked; undefined when there is none or it is larger than `limit` bytes. */
export async function readBlob(send: Send, at: Repository, blob: Blob, limit: number): Promise<Buffer | undefined> {
  if (blob.size > limit) return undefined;
  const hash = hashing();
  const chunks: Buffer[] = [];
  try {
    await pipeline(Readable.from(streamBlob(send, at, blob)), hash.stream, async (stream) => {
      for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
    });
  } catch (error) {
    if (isStewardError(error) && error.code === 'image_registry_missing') return undefined;
    throw error;
  }
  requireSame(at, blob.digest, hash.result().digest);
  return Buffer.concat(chunks);
}

/** Writes a blob to a path where nothing may be (EEXIST), checked; on any error nothing of it stays there. */
export async function fetchBlob(send: Send, at: Repository, blob: Blob, toPath: string): Promise<void> {
  const file = await open(toPath, 'wx');
  const hash = hashing();
  try {
    const bytes = Readable.from(streamBlob(send, at, blob));
    await pipeline(bytes, hash.stream, file.createWriteStream({ flush: true }));
    requireSame(at, blob.digest, hash.result().digest);
  } catch (error) {
    await rm(toPath, { force: true });
    throw error;
  }
}

/** Where a 206 begins; a 200 is the whole of it. */
function startOf({ status, headers }: Received, asked: number): number {
  if (status !== 206) return 0;
  const range = /^bytes (\d{1,15})-/.exec(String(headers['content-range'] ?? ''));
  return range?.[1] === undefined ? asked : Math.min(Number(range[1]), asked);
}

function requireSame(at: Repository, expected: Digest, actual: Digest): void {
  if (actual !== expected) throw otherBlob(at, { digest: expected }, actual);
}

function otherBlob({ host }: Repository, { digest }: Pick<Blob, 'digest'>, actual: string): StewardError {
  return new StewardError('image_registry_digest', { host, what: 'a blob', expected: digest, actual });
}
