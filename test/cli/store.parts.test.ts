import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createLayoutPlace } from '../../activities/image/create-layout-place';
import { createLayoutStore } from '../../activities/store/layout/create-layout-store';
import { hashBytes } from '../../formats/hash';
import { blobPath, putBlob } from '../../formats/oci/blobs';
import { imageManifestSchema } from '../../formats/oci/documents';
import { changeIndex, documentText } from '../../formats/oci/layout';
import { mediaTypes } from '../../formats/oci/media-types';
import { scratchFolder } from '../support/scratch-folder';
import { describeStoreGc, openStoreBench, type StoreBench } from './store-bench';

const folder = scratchFolder();

function keepingIn(directory: string) {
  return {
    ...{ place: createLayoutPlace({ directory }), store: createLayoutStore({ directory }), name: directory },
    environment: { STEWARD_STORE_DIR: directory },
  };
}

describeStoreGc(
  'a folder',
  () => folder,
  (below) => Promise.resolve({ ...keepingIn(path.join(below, 'store')), close: () => Promise.resolve() }),
);

describe('steward store gc on a folder with what nobody lists', () => {
  const directory = path.join(folder, 'other-store');
  let bench: StoreBench;

  beforeAll(async () => {
    bench = await openStoreBench(folder, keepingIn(directory));
  });
  afterAll(() => bench.close());

  it('finds bytes without a name once they are a day old, and drafts of the dead', async () => {
    const lost = await putBlob(directory, 'bytes that nothing leads to');
    await writeFile(path.join(directory, '.drafts', 'nobody.half-written'), 'half');
    const names = async (days: number) =>
      (await bench.gc({ days })).loose
        .filter(({ kind }) => kind === 'blob' || kind === 'temporary')
        .map(({ name }) => name);
    expect(await names(0)).toEqual([]);
    expect(await names(2)).toEqual([lost.digest, 'nobody.half-written']);
  });

  it('keeps what serves although its entry was lost, with all that it consists of', async () => {
    await changeIndex(directory, (index) => ({
      ...index,
      manifests: index.manifests.filter(({ digest }) => digest !== bench.images.v1),
    }));
    const { loose, kept } = await bench.gc({ days: 2 });
    expect(kept).toContainEqual(expect.objectContaining({ kind: 'image', name: 'no tag', digest: bench.images.v1 }));
    expect(loose.filter(({ kind }) => kind === 'blob')).toHaveLength(1);
  });

  it("keeps what is somebody else's, also what a list of theirs leads to", async () => {
    const child = await putBlob(directory, documentText({ schemaVersion: 2, what: 'nobody knows' }));
    const list = documentText({
      ...{ schemaVersion: 2, mediaType: mediaTypes.index },
      manifests: [{ mediaType: mediaTypes.manifest, ...child }],
    });
    const entry = { mediaType: mediaTypes.index, ...(await putBlob(directory, list)) };
    await changeIndex(directory, (index) => ({ ...index, manifests: [...index.manifests, entry] }));
    const { loose, kept } = await bench.gc({ days: 2 });
    expect(kept).toContainEqual(expect.objectContaining({ kind: 'foreign', digest: entry.digest }));
    expect(loose.map(({ digest }) => digest)).not.toContain(child.digest);
    await writeFile(blobPath(directory, entry.digest), 'damaged');
    expect((await bench.gc({ days: 2 })).kept).toContainEqual(
      expect.objectContaining({ kind: 'foreign', digest: hashBytes(list) }),
    );
  });
});

describe('steward store gc on a folder with damaged documents', () => {
  const directory = path.join(folder, 'damaged-store');
  let bench: StoreBench;

  beforeAll(async () => {
    bench = await openStoreBench(folder, keepingIn(directory));
  });
  afterAll(() => bench.close());

  it.each([
    ['damaged', (file: string) => writeFile(file, 'damaged')],
    ['gone', (file: string) => rm(file)],
  ])('keeps all bytes without a name while the manifest of what serves is %s', async (_what, harm) => {
    const file = blobPath(directory, bench.images.v1);
    const bytes = await readFile(file);
    const { config, layers } = imageManifestSchema.parse(JSON.parse(bytes.toString()));
    await harm(file);
    const { loose, kept } = await bench.gc({ days: 2 });
    await writeFile(file, bytes);
    expect(loose.map(({ kind }) => kind)).not.toContain('blob');
    const why = new Map(kept.map((item) => [item.digest, item.why]));
    expect(why.get(bench.images.v1)).toMatch(/^r\d+ \(v1\) serves production of hmeq$/);
    for (const { digest } of [config, ...layers]) expect(why.get(digest)).toBe('a manifest here cannot be read');
  });

  it('lists the rest beside an entry that is no document', async () => {
    const lost = await putBlob(directory, 'bytes that nothing leads to');
    expect((await bench.gc({ days: 2 })).loose).toContainEqual(expect.objectContaining({ digest: lost.digest }));
    const entry = { mediaType: mediaTypes.manifest, ...(await putBlob(directory, 'no document')) };
    await changeIndex(directory, (index) => ({ ...index, manifests: [...index.manifests, entry] }));
    const { loose, kept } = await bench.gc({ days: 2 });
    expect(kept).toContainEqual(expect.objectContaining({ digest: entry.digest, why: 'it cannot be read' }));
    expect(kept).toContainEqual(
      expect.objectContaining({ digest: lost.digest, why: 'a manifest here cannot be read' }),
    );
    expect(loose).toContainEqual(expect.objectContaining({ kind: 'image', digest: bench.images.v3 }));
  });
});
