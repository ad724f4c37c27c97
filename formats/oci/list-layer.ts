import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Extract, type ExtractEvents, extract } from 'tar-stream';
import { type Blob, hashing } from './blobs';
import { limitBytes } from './limit-bytes';
import type { LayerLimits } from './unpack-layer';

export interface LayerListing {
  readonly tar: Blob;
  /** By path without a slash at its end: kind, mode, owner, and of files size and digest. Times are left out. */
  readonly entries: ReadonlyMap<string, string>;
}

/** Reads an uncompressed tar to its end and tells what is in it. Throws for what is no tar or beyond the limits. */
export async function listLayer(layer: Readable, limits: LayerLimits): Promise<LayerListing> {
  const hash = hashing();
  const tar = extract();
  const listing = listEntries(tar, limits.entries);
  const read = pipeline(layer, limitBytes(limits.bytes), hash.stream, tar);
  const [entries] = await Promise.all([listing, read]);
  return { tar: hash.result(), entries };
}

async function listEntries(tar: Extract, limit: number): Promise<ReadonlyMap<string, string>> {
  const entries = new Map<string, string>();
  let count = 0;
  for await (const entry of tar) {
    count += 1;
    if (count > limit) throw new Error(`the layer has more than ${limit} entries`);
    const path = pathOf(entry.header.name);
    const told = await describeEntry(entry);
    // Some programs list the root too, which is nobody's.
    if (path !== '') entries.set(path, entries.has(path) ? 'there twice' : told);
  }
  return entries;
}

async function describeEntry(entry: ExtractEvents['entry'][1]): Promise<string> {
  const { type, mode, uid, gid, linkname } = entry.header;
  const head = `${type} ${(mode & 0o7777).toString(8).padStart(4, '0')} ${uid}:${gid}`;
  const hash = hashing();
  await pipeline(Readable.from(entry), hash.stream.resume());
  const { digest, size } = hash.result();
  if (type === 'file') return `${head} ${size} bytes ${digest}`;
  return linkname ? `${head} to ${linkname.slice(0, 200)}` : head;
}

function pathOf(name: string): string {
  return name
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '')
    .replace(/^\.$/, '');
}
