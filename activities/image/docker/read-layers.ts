import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import { hashing } from '../../../formats/oci/blobs';
import { limitBytes } from '../../../formats/oci/limit-bytes';
import { type LayerListing, listLayer } from '../../../formats/oci/list-layer';
import type { LayerLimits } from '../../../formats/oci/unpack-layer';
import { asWriteTo } from '../../../formats/oci/write-errors';

/** Of an export: layers are at most some hundred, each with a few documents. */
const maximalParts = 10_000;

/**
 * What is in some layers of an exported image, known by the digests of their tars; undefined when the export does not have
 * all of them within the limits. It is read as it comes: of all that is in it, one part at a time that is no larger is put to
 * `draft`, which is removed. Old exports name layers by folders, newer ones by the digest of what may be compressed: names
 * are not looked at.
 */
export async function readLayers(
  exported: NodeJS.ReadableStream,
  layers: readonly string[],
  draft: string,
  limits: LayerLimits,
): Promise<readonly LayerListing[] | undefined> {
  const parts = extract();
  const [reading, end] = await Promise.allSettled([
    findLayers(parts, new Set(layers), draft, limits),
    pipeline(exported, parts),
  ] as const);
  // What stops the reading also breaks the way to it.
  if (reading.status === 'rejected') throw reading.reason;
  if (end.status === 'rejected') throw end.reason;
  const found = layers.flatMap((layer) => reading.value.get(layer) ?? []);
  return found.length === layers.length ? found : undefined;
}

async function findLayers(
  parts: Extract,
  layers: ReadonlySet<string>,
  draft: string,
  limits: LayerLimits,
): Promise<ReadonlyMap<string, LayerListing>> {
  const found = new Map<string, LayerListing>();
  let count = 0;
  for await (const part of parts) {
    count += 1;
    if (count > maximalParts) throw new Error(`the exported image has more than ${maximalParts} parts`);
    const { type, size } = part.header;
    if (found.size === layers.size || type !== 'file' || size > limits.bytes) {
      part.resume();
      continue;
    }
    try {
      await asWriteTo(dirname(draft), () => pipeline(Readable.from(part), createWriteStream(draft)));
      const listing = await listIfOf(layers, draft, limits);
      if (listing !== undefined) found.set(listing.tar.digest, listing);
    } finally {
      await rm(draft, { force: true });
    }
  }
  return found;
}

/** Looks into what has one of the digests, and into nothing else. */
async function listIfOf(
  layers: ReadonlySet<string>,
  path: string,
  limits: LayerLimits,
): Promise<LayerListing | undefined> {
  const packed = await isCompressed(path);
  const plain = (): Readable => (packed ? gunzip(path, limits) : createReadStream(path));
  const hash = hashing();
  try {
    await pipeline(plain(), hash.stream, new Writable({ write: (_chunk, _encoding, done) => done() }));
  } catch (error) {
    if (packed) return undefined;
    throw error;
  }
  return layers.has(hash.result().digest) ? listLayer(plain(), limits) : undefined;
}

function gunzip(path: string, { bytes }: LayerLimits): Readable {
  const source = createReadStream(path);
  const [unpacked, limited] = [createGunzip(), limitBytes(bytes)];
  pipeline(source, unpacked, limited).catch(() => undefined);
  return limited;
}

async function isCompressed(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await file.close();
  }
}
