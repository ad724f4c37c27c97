import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type Json, canonicalJson } from '../domain/canonical-json';
import type { Digest } from '../domain/digest';

export interface HashedBytes {
  readonly digest: Digest;
  readonly bytes: number;
}

export function hashBytes(bytes: Uint8Array | string): Digest {
  return digestOf(createHash('sha256').update(bytes));
}

/** Reads the stream to its end. */
export async function hashStream(stream: AsyncIterable<Uint8Array>): Promise<HashedBytes> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { digest: digestOf(hash), bytes };
}

export function hashFile(path: string): Promise<HashedBytes> {
  return hashStream(createReadStream(path));
}

/** The digest of a value's canonical JSON (`canonicalJson`): equal values, equal digests, whatever the order of keys. */
export function hashJson(value: Json): Digest {
  return hashBytes(canonicalJson(value));
}

function digestOf(hash: Hash): Digest {
  return `sha256:${hash.digest('hex')}`;
}
