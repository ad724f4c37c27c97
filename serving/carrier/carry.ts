import { createHash } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorText } from '../../domain/errors';
import { trainerFiles } from '../../domain/ports/trainer';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { metricsBytes, packageLimits, sizeText } from '../../formats/zip/limits';

/** Cannot be mended by trying again; says in words why. */
export class CannotCarry extends Error {}

export interface CarryDeps {
  /** Of the retraining, below which its files are. */
  readonly url: string;
  readonly token: string;
  readonly fetch: typeof fetch;
  readonly pause: (ms: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Milliseconds: a builder that is started anew is waited for, and a request that hangs is not. */
const patience = { whole: 5 * 60_000, pause: 2_000, request: 15 * 60_000 } as const;

/** What may be sent, and how long it may be. */
const results = [
  { name: trainerFiles.package, limit: packageLimits.archiveBytes },
  { name: trainerFiles.metrics, limit: metricsBytes },
] as const;

/** Fetches what has this digest to a file that every user of the Pod may read. */
export function fetchDataset(deps: CarryDeps, file: string, digest: string): Promise<void> {
  return insist(deps, async () => {
    await rm(file, { force: true });
    const { body } = await ask(deps, 'dataset', { method: 'GET' });
    if (!body) throw new Error('the answer is empty');
    const hash = createHash('sha256');
    const hashing = async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    };
    await pipeline(Readable.fromWeb(body), hashing, createWriteStream(file, { flags: 'wx', mode: 0o444 }));
    if (`sha256:${hash.digest('hex')}` !== digest) throw new Error('what came is not the dataset of that digest');
  });
}

/** Sends what the trainer left; what it did not leave is missed by who judges the result. Links are not followed. */
export async function deliverResults(deps: CarryDeps, folder: string): Promise<void> {
  for (const { name, limit } of results) {
    const file = await openRegular(path.join(folder, name));
    if (!file) continue;
    try {
      const { size } = await file.stat();
      if (size > limit) throw new CannotCarry(`${name} has ${sizeText(size)}, more than ${sizeText(limit)}`);
      await insist(deps, async () => {
        const body = size === 0 ? '' : streamOf(file, size);
        const headers = { 'content-length': String(size) };
        await ask(deps, name, { method: 'PUT', headers, body, duplex: 'half' });
      });
    } finally {
      await file.close();
    }
  }
}

/** Sends what is in memory. */
export function deliverBytes(deps: CarryDeps, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  return insist(deps, async () => {
    await ask(deps, name, { method: 'PUT', body: bytes });
  });
}

function streamOf(file: FileHandle, size: number): Body {
  return Readable.toWeb(file.createReadStream({ autoClose: false, start: 0, end: size - 1 })) as Body;
}

async function openRegular(file: string): Promise<FileHandle | undefined> {
  const name = path.basename(file);
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    throw new CannotCarry(`${name} is no file`);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    if (hasErrorCode(error, 'ELOOP', 'ENXIO', 'EACCES')) throw new CannotCarry(`${name} is no file that can be read`);
    throw error;
  }
}

type Body = NonNullable<RequestInit['body']>;
type Request = RequestInit & { readonly duplex?: 'half' };

/** Throws what is worth another try as it is, and `CannotCarry` for what is not. */
async function ask({ url, token, fetch }: CarryDeps, file: string, request: Request): Promise<Response> {
  const headers = { ...(request.headers as Record<string, string> | undefined), authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(patience.request);
  const answer = await fetch(`${url}/${file}`, { ...request, headers, signal, redirect: 'error' });
  if (answer.ok) return answer;
  await answer.body?.cancel();
  const told = `the builder answered for ${file} with status ${answer.status}`;
  if (answer.status === 429 || answer.status >= 500) throw new Error(told);
  throw new CannotCarry(told);
}

async function insist({ now, pause }: CarryDeps, work: () => Promise<void>): Promise<void> {
  for (const until = now() + patience.whole; ; await pause(patience.pause)) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof CannotCarry) throw error;
      if (now() >= until) throw new CannotCarry(`the builder is not reached: ${whyNot(error)}`, { cause: error });
    }
  }
}

/** `fetch failed` alone says nothing. */
function whyNot(error: unknown): string {
  return errorText(error instanceof Error && error.cause !== undefined ? error.cause : error).slice(0, 200);
}
