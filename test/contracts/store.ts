import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../domain/ports/store';
import { hashBytes } from '../../formats/hash';

/** One implementation of the port under test, on empty ground; two of them share that ground. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Another client of the same store, as a second process would have it. */
  readonly other: Store;
  close(): Promise<void>;
}

/** What every store of packages must do. */
export function describeStore(name: string, open: (folder: string) => Promise<StoreUnderTest>): void {
  describe(`${name} as a store`, () => {
    let folder: string;
    let parts: StoreUnderTest;
    const archive = Buffer.from('PK a package of no meaning');
    const digest = hashBytes(archive);

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'store-'));
      parts = await open(folder);
      await writeFile(join(folder, 'archive'), archive);
    });
    afterEach(async () => {
      await parts.close();
      await rm(folder, { recursive: true, force: true });
    });
    const put = (store: Store) => store.putPackage(join(folder, 'archive'), digest, { 'steward.project': 'p' });

    it('store: what was put comes back byte by byte', async () => {
      expect(await put(parts.store)).toEqual({ digest, bytes: archive.byteLength });
      await parts.other.fetchPackage(digest, join(folder, 'fetched'));
      expect(await readFile(join(folder, 'fetched'))).toEqual(archive);
    });

    it('store: a package is there after it was put, and not before', async () => {
      expect(await parts.other.hasPackage(digest)).toBe(false);
      await put(parts.store);
      expect(await parts.other.hasPackage(digest)).toBe(true);
    });

    it('store: the same bytes twice are one, also at once and with other annotations', async () => {
      const again = parts.other.putPackage(join(folder, 'archive'), digest, { 'steward.project': 'other' });
      const both = await Promise.all([put(parts.store), again]);
      expect(both).toEqual([await put(parts.store), await put(parts.other)]);
    });

    it('store: refuses bytes that are not of the expected digest, and keeps nothing', async () => {
      const wrong = hashBytes('something else');
      await expect(parts.store.putPackage(join(folder, 'archive'), wrong, {})).rejects.toMatchObject({
        code: 'store_digest_mismatch',
      });
      expect(await parts.store.hasPackage(wrong)).toBe(false);
      expect(await parts.store.hasPackage(digest)).toBe(false);
    });

    it('store: says that a package is missing', async () => {
      await expect(parts.store.fetchPackage(digest, join(folder, 'fetched'))).rejects.toMatchObject({
        code: 'store_missing',
        details: { digest },
      });
      await expect(stat(join(folder, 'fetched'))).rejects.toThrow('ENOENT');
    });

    it('store: never writes over a file', async () => {
      await put(parts.store);
      await writeFile(join(folder, 'mine'), 'mine');
      await expect(parts.store.fetchPackage(digest, join(folder, 'mine'))).rejects.toMatchObject({
        code: 'store_path_taken',
      });
      expect(await readFile(join(folder, 'mine'), 'utf8')).toBe('mine');
    });
  });
}
