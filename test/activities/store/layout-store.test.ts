import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLayoutStore } from '../../../activities/store/layout/create-layout-store';
import { hashBytes } from '../../../formats/hash';
import { readBlob } from '../../../formats/oci/blobs';
import { imageManifestSchema } from '../../../formats/oci/documents';
import { readIndex } from '../../../formats/oci/layout';
import { describeStore } from '../../contracts/store';

describeStore('layout store', (folder) => {
  const directory = join(folder, 'store');
  return Promise.resolve({
    store: createLayoutStore({ directory }),
    other: createLayoutStore({ directory }),
    close: () => Promise.resolve(),
  });
});

describe('layout store', () => {
  let folder: string;
  let directory: string;
  const digest = hashBytes('archive');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
    directory = join(folder, 'store');
    await writeFile(join(folder, 'archive'), 'archive');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('layout store: a package is an OCI artifact that other tools can read', async () => {
    await createLayoutStore({ directory }).putPackage(join(folder, 'archive'), digest, { 'steward.project': 'hmeq' });
    const { manifests } = await readIndex(directory);
    expect(manifests).toHaveLength(1);
    expect(manifests[0]).toMatchObject({ artifactType: 'application/vnd.steward.package.v1' });
    const manifest = imageManifestSchema.parse(
      JSON.parse((await readBlob(directory, manifests[0]?.digest ?? digest, 10_000)).toString()),
    );
    expect(manifest).toMatchObject({
      artifactType: 'application/vnd.steward.package.v1',
      config: { mediaType: 'application/vnd.oci.empty.v1+json', size: 2 },
      layers: [{ digest, size: 7 }],
      annotations: { 'steward.project': 'hmeq' },
    });
  });

  it('layout store: a put that was cut off before the index shows nothing, and the next one finishes it', async () => {
    const store = createLayoutStore({ directory });
    await store.putPackage(join(folder, 'archive'), digest, {});
    await rm(join(directory, 'index.json'));
    expect(await store.hasPackage(digest)).toBe(false);
    await store.putPackage(join(folder, 'archive'), digest, {});
    expect(await store.hasPackage(digest)).toBe(true);
  });

  it('layout store: a damaged package is said, a lost one is missing, and putting it again mends both', async () => {
    const store = createLayoutStore({ directory });
    const blob = join(directory, 'blobs/sha256', digest.slice(7));
    await store.putPackage(join(folder, 'archive'), digest, {});
    await writeFile(blob, 'damaged');
    await expect(store.fetchPackage(digest, join(folder, 'out'))).rejects.toMatchObject({ code: 'image_blob_corrupt' });
    await rm(blob);
    await expect(store.fetchPackage(digest, join(folder, 'out'))).rejects.toMatchObject({ code: 'store_missing' });
    await store.putPackage(join(folder, 'archive'), digest, {});
    await store.fetchPackage(digest, join(folder, 'out'));
    expect(await readdir(folder)).toContain('out');
  });
});
