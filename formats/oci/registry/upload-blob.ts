import type { Readable } from 'node:stream';
import { StewardError, isStewardError } from '../../../domain/errors';
import type { Blob } from '../blobs';
import { ConnectionFault } from './connection-fault';
import { counting } from './counting';
import { type Body, dropBody } from './exchange';
import type { Repository } from './parse-reference';
import { findBlob } from './read-blob';
import { refusalReason } from './refusal';
import { awayReason } from './repeat';
import type { Received, Send } from './send';

/** What is to be sent; opened anew from where the registry has it after a cut. */
export interface BlobSource extends Blob {
  readonly open: (start: number) => Readable | Promise<Readable>;
}

export interface UploadOptions {
  /** A repository of the same host that has the blob, so that nothing need be sent. */
  readonly mountFrom?: Repository;
  /** Hears how many bytes of the blob have left, after a cut also fewer than before. */
  readonly progress?: (bytes: number) => void;
  readonly pause: (ms: number) => Promise<void>;
}

export type Uploaded = 'there' | 'mounted' | 'sent';

/** An upload under way: where its next bytes go, and how many the registry has. */
interface Session {
  readonly location: URL;
  readonly offset: number;
}

/** Bytes that are rather sent anew after a cut than by a request more; they go with the closing one. */
const smallBlob = 2 * 1024 * 1024;
/** Interruptions of one blob, with no more of it at the registry after them than before, that are borne. */
const maximalCuts = 5;
const cutPause = 500;
/** The registry lost what it had, or its count of it: the upload begins again. */
const lost = [404, 416];

/**
 * Brings a blob to a repository, unless it is there: by mounting it from a neighbour, or by an upload that goes on after
 * cuts where the registry says that it is (OCI distribution specification 1.1, "Pushing blobs"). Only a blob that the
 * registry shows afterwards counts. Throws the reasons of `domain/reasons/image-registry.ts`.
 */
export async function uploadBlob(
  send: Send,
  at: Repository,
  source: BlobSource,
  options: UploadOptions,
): Promise<Uploaded> {
  // One of another size is a damaged one: sent anew, and whether that mended it is seen afterwards.
  if ((await findBlob(send, at, source.digest)) === source.size) return 'there';
  let session = options.mountFrom && (await mountBlob(send, at, source, options.mountFrom));
  if (session === 'mounted') return 'mounted';
  let furthest = -1;
  for (let cuts = 0; ;) {
    session ??= await beginUpload(send, at, source);
    if (session.offset > furthest) cuts = 0;
    furthest = Math.max(furthest, session.offset);
    try {
      const next = await advance(send, at, source, session, options);
      if (next === 'sent') break;
      session = next;
    } catch (error) {
      cuts += 1;
      const fault = passing(error);
      if (fault === undefined || cuts > maximalCuts) throw endOf(at, error);
      await options.pause(cutPause);
      // The last answer may be what was cut: then all is done.
      if (await isThere(send, at, source)) return 'sent';
      session = fault === 'anew' ? undefined : await findSession(send, at, source, session.location);
    }
  }
  if (await isThere(send, at, source)) return 'sent';
  const what = `keep the blob ${source.digest}`;
  throw new StewardError('image_registry_unclear', { host: at.host, what, why: 'it is not there after the upload' });
}

async function isThere(send: Send, at: Repository, { digest, size }: Blob): Promise<boolean> {
  const found = await findBlob(send, at, digest);
  if (found === undefined || found === size) return found !== undefined;
  const actual = `${found} bytes, not ${size}, under that name`;
  throw new StewardError('image_registry_digest', { host: at.host, what: 'a blob', expected: digest, actual });
}

/** Undefined when the registry would rather have the bytes; the session that it opened for them is used. */
async function mountBlob(
  send: Send,
  at: Repository,
  blob: Blob,
  from: Repository,
): Promise<Session | 'mounted' | undefined> {
  if (from.host !== at.host || from.name === at.name) return undefined;
  const query = new URLSearchParams({ mount: blob.digest, from: from.name }).toString();
  try {
    const answer = await send({
      ...uploadRequest(at, blob),
      method: 'POST',
      path: `blobs/uploads/?${query}`,
      alsoPull: [from.name],
      repeatable: 'always',
      expect: [201, 202],
    });
    await dropBody(answer);
    if (answer.status === 202) return sessionOf(answer, at, 0);
    return (await isThere(send, at, blob)) ? 'mounted' : undefined;
  } catch (error) {
    // Who may push here need not be who may read there.
    const refused = isStewardError(error) && /^image_registry_(?:login|forbidden|refused|missing)$/.test(error.code);
    if (refused) return undefined;
    throw error;
  }
}

async function beginUpload(send: Send, at: Repository, blob: Blob): Promise<Session> {
  // A second session of the same upload costs nothing: what is not finished is thrown away by the registry.
  const request = { ...uploadRequest(at, blob), method: 'POST', path: 'blobs/uploads/', repeatable: 'always' } as const;
  const answer = await send({ ...request, expect: [202] });
  await dropBody(answer);
  return sessionOf(answer, at, 0);
}

/**
 * Sends all bytes that are left, which every registry takes in one request, or, when all are there, has the registry check
 * and keep them. A small blob is sent and kept by one request (the specification's "POST then PUT").
 */
async function advance(
  send: Send,
  at: Repository,
  source: BlobSource,
  { location, offset }: Session,
  { progress }: UploadOptions,
): Promise<Session | 'sent'> {
  const end = source.size;
  const body = {
    size: end - offset,
    open: async () => counting(await source.open(offset), (bytes) => progress?.(offset + bytes)),
  };
  if (offset === 0 && end > 0 && end <= smallBlob) return finish(send, at, source, location, body);
  if (offset >= end) return finish(send, at, source, location, { bytes: new Uint8Array() });
  const answer = await send({
    ...uploadRequest(at, source),
    method: 'PATCH',
    path: location,
    headers: {
      'content-type': 'application/octet-stream',
      // Registries that know no ranges take the whole without one.
      ...(offset > 0 && { 'content-range': `${offset}-${end - 1}` }),
    },
    body,
    // The specification says 202; go-containerregistry's own registry says 204.
    expect: [202, 204, ...lost],
  });
  if (lost.includes(answer.status))
    throw new Interrupted(answer.status === 416 ? 'ask' : 'anew', await toReason(at, source, answer));
  await dropBody(answer);
  return sessionOf(answer, at, end);
}

async function finish(send: Send, at: Repository, source: BlobSource, location: URL, body: Body): Promise<'sent'> {
  const url = new URL(location);
  url.searchParams.set('digest', source.digest);
  const answer = await send({
    ...uploadRequest(at, source),
    method: 'PUT',
    path: url,
    headers: { 'content-type': 'application/octet-stream' },
    body,
    slow: true,
    expect: [201, 204, 400, ...lost],
  });
  if (answer.status === 201 || answer.status === 204) {
    await dropBody(answer);
    return 'sent';
  }
  const words = await answer.words();
  const { host } = at;
  if (words.codes.includes('DIGEST_INVALID') || words.codes.includes('SIZE_INVALID'))
    throw new StewardError('image_registry_digest', {
      host,
      what: 'an uploaded blob',
      expected: source.digest,
      actual: `other bytes (${words.text})`,
    });
  const reason = refusalReason(at, `keep the blob ${source.digest}`, answer.status, words.text);
  throw lost.includes(answer.status) ? new Interrupted('anew', reason) : reason;
}

/** Where an interrupted upload stands; undefined to begin it again. */
async function findSession(send: Send, at: Repository, blob: Blob, location: URL): Promise<Session | undefined> {
  const request = { ...uploadRequest(at, blob), method: 'GET', path: location } as const;
  const answer = await send({ ...request, expect: [200, 202, 204, 400, 404, 405, 416] });
  await dropBody(answer);
  if (answer.status !== 204 && answer.status !== 202) return undefined;
  const last = /^(?:bytes=)?0-(\d{1,15})$/.exec(String(answer.headers.range ?? ''))?.[1];
  // `0-0` is said of no byte and of one.
  if (last === undefined || last === '0' || Number(last) >= blob.size) return undefined;
  return sessionOf({ ...answer, location: answer.location ?? location }, at, Number(last) + 1);
}

function uploadRequest(at: Repository, { digest }: Blob) {
  return { at, push: true, what: `upload the blob ${digest}` } as const;
}

function sessionOf({ location }: Pick<Received, 'location'>, { host }: Repository, offset: number): Session {
  if (location !== undefined) return { location, offset };
  const why = 'it says not where the bytes go';
  throw new StewardError('image_registry_unclear', { host, what: 'take an upload', why });
}

/** The registry forgot the session, or counts otherwise than we do. */
class Interrupted extends Error {
  constructor(
    readonly then: 'ask' | 'anew',
    readonly reason: StewardError,
  ) {
    super(reason.message);
  }
}

async function toReason(at: Repository, blob: Blob, answer: Received): Promise<StewardError> {
  return refusalReason(at, `upload the blob ${blob.digest}`, answer.status, (await answer.words()).text);
}

/** What to do after an error, or undefined when nothing helps. */
function passing(error: unknown): 'ask' | 'anew' | undefined {
  if (error instanceof Interrupted) return error.then;
  if (error instanceof ConnectionFault) return 'ask';
  return isStewardError(error) && error.code === 'image_registry_failed' ? 'ask' : undefined;
}

function endOf(at: Repository, error: unknown): unknown {
  if (error instanceof Interrupted) return error.reason;
  if (error instanceof ConnectionFault) return awayReason(at.host, error);
  if (!isStewardError(error) || error.code !== 'image_registry_failed') return error;
  const { host } = at;
  return new StewardError('image_registry_cannot_store', { host, what: at.name, why: String(error.details['why']) });
}
