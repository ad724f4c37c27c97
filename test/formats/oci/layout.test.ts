import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digest } from '../../../domain/digest';
import { identityText, ownIdentity } from '../../../formats/files/process-identity';
import { hashBytes } from '../../../formats/hash';
import { checkBlob, copyBlob, putBlob, putBlobFile, readBlob } from '../../../formats/oci/blobs';
import { changeIndex, documentText, readIndex } from '../../../formats/oci/layout';
import { mediaTypes } from '../../../formats/oci/media-types';

let folder: string;
let layout: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layout-'));
  layout = join(folder, 'images');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entry = (digest: Digest) => ({ mediaType: mediaTypes.manifest, digest, size: 1 });
const add = (digest: Digest) =>
  changeIndex(layout, (index) => ({ ...index, manifests: [...index.manifests, entry(digest)] }));

async function damage(digest: Digest) {
  const path = join(layout, 'blobs/sha256', digest.slice(7));
  await chmod(path, 0o600);
  await writeFile(path, 'damaged');
}

describe('layout', () => {
  it('layout: is what the OCI specification says', async () => {
    const { digest } = await putBlob(layout, '{}');
    await add(digest);
    expect((await readdir(layout)).filter((name) => !name.startsWith('.')).sort()).toEqual([
      'blobs',
      'index.json',
      'oci-layout',
    ]);
    expect(JSON.parse(await readFile(join(layout, 'oci-layout'), 'utf8'))).toEqual({ imageLayoutVersion: '1.0.0' });
    expect(JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'))).toEqual({
      schemaVersion: 2,
      mediaType: mediaTypes.index,
      manifests: [entry(digest)],
    });
    expect(await readFile(join(layout, 'blobs/sha256', digest.slice(7)), 'utf8')).toBe('{}');
  });

  it('layout: reading what is not there lists nothing and makes nothing', async () => {
    expect((await readIndex(layout)).manifests).toEqual([]);
    await expect(stat(layout)).rejects.toThrow('ENOENT');
  });

  it('layout: changes at once all arrive', async () => {
    const digests = Array.from({ length: 12 }, (_none, at) => hashBytes(String(at)));
    await Promise.all(digests.map(add));
    expect((await readIndex(layout)).manifests.map(({ digest }) => digest).sort()).toEqual(digests.sort());
  });

  it('layout: what other tools wrote into the index stays', async () => {
    await mkdir(layout);
    const foreign = { ...entry(hashBytes('x')), platform: { os: 'linux' }, 'x-other': 1 };
    await writeFile(
      join(layout, 'index.json'),
      JSON.stringify({ schemaVersion: 2, manifests: [foreign], extra: true }),
    );
    await add(hashBytes('y'));
    const index = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8')) as Record<string, unknown>;
    expect(index).toMatchObject({ extra: true, manifests: [foreign, entry(hashBytes('y'))] });
  });

  it('layout: a damaged index and a foreign version are said, and left alone', async () => {
    await add(hashBytes('x'));
    await writeFile(join(layout, 'index.json'), '{"schemaVersion":2,"manifests":[{"digest":"md5:1"}]}');
    await expect(readIndex(layout)).rejects.toMatchObject({ code: 'layout_invalid' });
    await expect(add(hashBytes('y'))).rejects.toMatchObject({ code: 'layout_invalid' });
    await writeFile(join(layout, 'oci-layout'), '{"imageLayoutVersion":"2.0.0"}');
    await expect(add(hashBytes('y'))).rejects.toMatchObject({ code: 'layout_invalid' });
  });

  it('layout: drafts of processes that were killed are swept, those of the living stay', async () => {
    const own = await ownIdentity();
    await mkdir(join(layout, '.drafts'), { recursive: true });
    await writeFile(join(layout, '.drafts', `${identityText({ ...own, pid: 2 ** 30 })}.1`), 'half');
    await writeFile(join(layout, '.drafts', `${identityText(own)}.2`), 'half');
    await add(hashBytes('x'));
    expect(await readdir(join(layout, '.drafts'))).toEqual([`${identityText(own)}.2`]);
  });
});

describe('blobs', () => {
  it('blobs: a file is taken only with the digest that it should have', async () => {
    const source = join(folder, 'source');
    await writeFile(source, 'content');
    await expect(putBlobFile(layout, source, hashBytes('other'))).rejects.toMatchObject({
      code: 'store_digest_mismatch',
      details: { actual: hashBytes('content') },
    });
    expect(await readdir(join(layout, 'blobs/sha256'))).toEqual([]);
    expect(await putBlobFile(layout, source, hashBytes('content'))).toEqual({ digest: hashBytes('content'), size: 7 });
    expect(await readdir(join(layout, '.drafts'))).toEqual([]);
  });

  it('blobs: damage is found by every way of reading, and mended by putting the content again', async () => {
    const { digest } = await putBlob(layout, 'content');
    await damage(digest);
    const corrupt = { code: 'image_blob_corrupt' };
    await expect(readBlob(layout, digest, 100)).rejects.toMatchObject(corrupt);
    await expect(checkBlob(layout, digest)).rejects.toMatchObject(corrupt);
    await expect(copyBlob(layout, digest, join(folder, 'copy'))).rejects.toMatchObject(corrupt);
    await expect(stat(join(folder, 'copy'))).rejects.toThrow('ENOENT');
    await putBlob(layout, 'content');
    expect((await readBlob(layout, digest, 100)).toString()).toBe('content');
  });

  it('blobs: one that is not there is said by its digest', async () => {
    const digest = hashBytes('nothing');
    const missing = { code: 'image_blob_missing', details: { digest } };
    await expect(readBlob(layout, digest, 100)).rejects.toMatchObject(missing);
    await expect(checkBlob(layout, digest)).rejects.toMatchObject(missing);
    await expect(copyBlob(layout, digest, join(folder, 'copy'))).rejects.toMatchObject(missing);
  });

  it('blobs: a copy never replaces what is there', async () => {
    const { digest } = await putBlob(layout, 'content');
    await writeFile(join(folder, 'copy'), 'mine');
    await expect(copyBlob(layout, digest, join(folder, 'copy'))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(join(folder, 'copy'), 'utf8')).toBe('mine');
  });

  it('blobs: a folder that cannot be written is said with the cure', async () => {
    await writeFile(layout, 'a file where the folder should be');
    await expect(putBlob(layout, 'content')).rejects.toMatchObject({ code: 'store_cannot_write' });
  });

  it('documents: equal content has equal text, whatever the order of keys', () => {
    expect(documentText({ b: 1, a: { d: 1, c: 2 } })).toBe(documentText({ a: { c: 2, d: 1 }, b: 1 }));
  });
});
