import type { Digest } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';
import { hashBytes } from '../../hash';
import { maximalDocument } from '../documents';
import { mediaTypes } from '../media-types';
import { ConnectionFault } from './connection-fault';
import { dropBody } from './exchange';
import type { Repository } from './parse-reference';
import { readBody } from './read-body';
import { awayReason } from './repeat';
import type { Received, Send } from './send';

/** A manifest or an index as its registry holds it. */
export interface ManifestDocument {
  /** Of these bytes. */
  readonly digest: Digest;
  readonly bytes: Buffer;
  /** What the registry says that it is. */
  readonly mediaType: string;
}

/** Also what we refuse, so that a registry does not convert it or call it missing. */
const accept = [
  mediaTypes.manifest,
  mediaTypes.index,
  mediaTypes.dockerManifest,
  mediaTypes.dockerList,
  mediaTypes.dockerSchema1,
  'application/vnd.docker.distribution.manifest.v1+json',
].join(', ');

/**
 * The manifest under a digest or a tag, or undefined. The bytes are checked against the digest that was asked for, or
 * that the registry tells of the tag. Throws `image_registry_digest`.
 */
export async function getManifest(
  send: Send,
  at: Repository,
  reference: string,
): Promise<ManifestDocument | undefined> {
  const what = `read the manifest ${reference}`;
  const answer = await send({ ...readRequest(at, reference, what), method: 'GET' });
  if (answer.status === 404) {
    await dropBody(answer);
    return undefined;
  }
  const bytes = await readWhole(at, answer, what);
  const digest = hashBytes(bytes);
  for (const expected of [reference.includes(':') ? reference : undefined, digestIn(answer)])
    if (expected !== undefined && expected !== digest) throw otherManifest(at, expected, digest);
  const [mediaType = ''] = String(answer.headers['content-type'] ?? '').split(';');
  return { digest, bytes, mediaType: mediaType.trim() };
}

/** The digest under a tag or digest, or undefined. A registry that does not tell it gives the whole, which is hashed. */
export async function findManifest(send: Send, at: Repository, reference: string): Promise<Digest | undefined> {
  const answer = await send({ ...readRequest(at, reference, `look for ${reference}`), method: 'HEAD' });
  await dropBody(answer);
  if (answer.status === 404) return undefined;
  return (digestIn(answer) as Digest | undefined) ?? (await getManifest(send, at, reference))?.digest;
}

/** Puts a manifest under a tag or its digest. Throws `image_registry_digest` when the registry took it for another. */
export async function putManifest(
  send: Send,
  at: Repository,
  reference: string,
  { bytes, mediaType, digest }: ManifestDocument,
): Promise<void> {
  const answer = await send({
    at,
    method: 'PUT',
    path: `manifests/${reference}`,
    what: `put the manifest ${digest}`,
    push: true,
    headers: { 'content-type': mediaType },
    body: { bytes },
    // The same bytes under the same name once more are the same.
    repeatable: 'always',
    expect: [200, 201, 202],
  });
  await dropBody(answer);
  const told = digestIn(answer);
  if (told !== undefined && told !== digest) throw otherManifest(at, digest, told);
}

function readRequest(at: Repository, reference: string, what: string) {
  return { at, path: `manifests/${reference}`, what, headers: { accept }, expect: [200, 404] };
}

async function readWhole(at: Repository, answer: Received, what: string): Promise<Buffer> {
  const { host } = at;
  try {
    const bytes = await readBody(answer, maximalDocument);
    if (bytes !== undefined) return bytes;
  } catch (error) {
    throw error instanceof ConnectionFault ? awayReason(host, error) : error;
  }
  throw new StewardError('image_registry_unclear', { host, what, why: `it is longer than ${maximalDocument} bytes` });
}

/** Only what could be compared: a registry may use other algorithms. */
function digestIn({ headers }: Received): string | undefined {
  const told = headers['docker-content-digest'];
  return typeof told === 'string' && told.startsWith('sha256:') ? told : undefined;
}

function otherManifest({ host }: Repository, expected: string, actual: string): StewardError {
  return new StewardError('image_registry_digest', { host, what: 'a manifest', expected, actual });
}
