import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, isDigest } from '../../../domain/digest';
import type { StockBlob, StockItem } from '../../../domain/stock/stock';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { blobPath, draftsOf, readBlob } from '../../../formats/oci/blobs';
import { type Descriptor, imageIndexSchema, maximalDocument } from '../../../formats/oci/documents';
import { readIndex } from '../../../formats/oci/layout';
import { tagAnnotation } from '../../../formats/oci/media-types';
import { parseJson } from '../../../formats/oci/parse-json';
import { describeStocked, parseManifest } from '../describe-stocked';
import { isYoung, listTemporary } from '../list-temporary';

interface Found extends StockBlob {
  readonly young: boolean;
}

/**
 * What an image layout lists, and the bytes in it that nothing listed leads to. Blobs are looked at before the index: what is
 * put meanwhile is in none of the two, or in the index.
 */
export async function listLayout(directory: string, now: number): Promise<readonly StockItem[]> {
  const found = await listBlobs(directory, now);
  const read = readerOf(directory);
  const items: StockItem[] = [];
  for (const entry of (await readIndex(directory)).manifests) items.push(await describeEntry(directory, read, entry));
  const known = new Set(items.flatMap((item) => item.blobs.map(({ digest }) => digest)));
  const lost = await describeLost(
    directory,
    read,
    found.filter(({ digest }) => !known.has(digest)),
  );
  return [...items, ...lost, ...(await listTemporary(draftsOf(directory), now))];
}

type Read = (digest: Digest) => Promise<Buffer | undefined>;

/** Undefined for what is not there, is damaged, or is longer than any document. */
function readerOf(directory: string): Read {
  return (digest) => readBlob(directory, digest, maximalDocument).catch(() => undefined);
}

async function listBlobs(directory: string, now: number): Promise<readonly Found[]> {
  const folder = join(directory, 'blobs', 'sha256');
  const names = await readdir(folder).catch(nothing);
  const found = await Promise.all(
    names.map(async (name) => {
      const digest = `sha256:${name}`;
      const file = isDigest(digest) ? await stat(blobPath(directory, digest)).catch(nothing) : [];
      return isDigest(digest) && 'size' in file ? [{ digest, size: file.size, young: isYoung(file.mtimeMs, now) }] : [];
    }),
  );
  return found.flat();
}

async function describeEntry(where: string, read: Read, entry: Descriptor): Promise<StockItem> {
  const { digest, annotations } = entry;
  const name = annotations?.[tagAnnotation] ?? digest;
  const bytes = await read(digest);
  const item = bytes && (await describeStocked({ where, name, digest, bytes }, (config) => read(config.digest)));
  if (item === undefined || item.kind === 'foreign')
    return { kind: 'foreign', where, name, digest, ...(await reach(read, entry)) };
  // Packages have no tag; people know them by the digest of the archive.
  return item.kind === 'package' ? { ...item, name: item.package ?? name } : item;
}

/** All that a manifest or a list of manifests leads to, as far as it can be read. */
async function reach(read: Read, { digest, size }: StockBlob): Promise<Pick<StockItem, 'blobs' | 'unread'>> {
  const bytes = await read(digest);
  const self = { digest, size: bytes?.byteLength ?? size };
  const manifest = bytes && parseManifest(bytes);
  if (manifest)
    return {
      blobs: [self, ...[manifest.config, ...manifest.layers].map((part) => ({ digest: part.digest, size: part.size }))],
    };
  const list = imageIndexSchema.safeParse(parseJson(bytes)).data;
  if (list === undefined) return { blobs: [self], unread: true };
  const below = await Promise.all(list.manifests.map((child) => reach(read, child)));
  return {
    blobs: [self, ...below.flatMap(({ blobs }) => blobs)],
    ...(below.some(({ unread }) => unread) && { unread: true }),
  };
}

/** Manifests that nothing lists tell what the blobs beside them are; the rest is bytes without a name. */
async function describeLost(where: string, read: Read, found: readonly Found[]): Promise<readonly StockItem[]> {
  const items: StockItem[] = [];
  for (const { digest, size, young } of found) {
    const bytes = size <= maximalDocument ? await read(digest) : undefined;
    const manifest = bytes && parseManifest(bytes);
    if (bytes === undefined || manifest === undefined) continue;
    const item = await describeStocked({ where, name: 'no tag', digest, bytes }, (config) => read(config.digest));
    if (item.kind !== 'foreign') items.push({ ...item, ...(young && { young }) });
  }
  const told = new Set(items.flatMap((item) => item.blobs.map((blob) => blob.digest)));
  const rest = found.filter(({ digest }) => !told.has(digest));
  return [
    ...items,
    ...rest.map(({ digest, size, young }): StockItem => ({
      ...{ kind: 'blob', where, name: digest, digest, blobs: [{ digest, size }] },
      ...(young && { young }),
    })),
  ];
}

function nothing(error: unknown): never[] {
  if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
  throw error;
}
