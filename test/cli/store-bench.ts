import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createAppendBuilder } from '../../activities/image/append/create-append-builder';
import type { ImagePlace } from '../../activities/image/place';
import { connectDatabase, type Database } from '../../database/database';
import { openRelease } from '../../database/open-release';
import { noteArrival } from '../../database/package-arrivals';
import { drawReleaseNumber } from '../../database/releases';
import { drawRetrainingNumber, insertRetraining } from '../../database/retrainings';
import { recordServing } from '../../database/servings';
import { readStoreReferences } from '../../database/store-references';
import { registerVersion } from '../../database/versions';
import type { Digest } from '../../domain/digest';
import type { Store } from '../../domain/ports/store';
import type { JudgedStock } from '../../domain/stock/judge-stock';
import { hashBytes } from '../../formats/hash';
import type { Environment } from '../../formats/settings/parse-settings';
import { listStock } from '../../worker/stock/list-stock';
import { extractSampleModel, samplePackage } from '../contracts/sample-package';
import { createTestDatabase } from '../support/databases';
import { applyTestProject, people } from '../support/release-fixtures';
import { createShell, type Typed } from '../support/shell';

export interface KeepingUnderTest {
  readonly place: ImagePlace;
  readonly store: Store;
  /** Names the place; its home is the bench's. */
  readonly environment: Environment;
  /** As people are told of it. */
  readonly name: string;
}

/** A Steward's store and record, without a Steward: v1 serves, v2 is being released, v3 was once. */
export interface StoreBench {
  readonly database: Database;
  readonly images: Readonly<Record<'v1' | 'v2' | 'v3', Digest>>;
  readonly packages: Readonly<Record<'v1' | 'v2' | 'v3' | 'junk' | 'arriving', Digest>>;
  /** `steward store <words>` so many days from now; `meanwhile` happens between the looks at store and record. */
  readonly type: (words: string, later?: { days?: number; meanwhile?: () => Promise<unknown> }) => Promise<Typed>;
  readonly gc: (later?: { days?: number; meanwhile?: () => Promise<unknown> }) => Promise<JudgedStock>;
  readonly open: (version: 'v1' | 'v2' | 'v3', environment: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

const day = 24 * 60 * 60_000;

export async function openStoreBench(
  folder: string,
  { place, store, environment }: KeepingUnderTest,
): Promise<StoreBench> {
  const files = await createTestDatabase();
  const database = connectDatabase({ url: files.url });
  await applyTestProject(database);
  const home = mkdtempSync(path.join(folder, 'home-'));
  const workDirectory = path.join(home, 'builds');
  const builder = createAppendBuilder({ place, workDirectory, extractModel: extractSampleModel });
  const at = new Date().toISOString();
  const put = async (name: string): Promise<Digest> => {
    const archive = path.join(home, `${name}.zip`);
    writeFileSync(archive, `the archive ${name}`.repeat(100));
    const digest = hashBytes(`the archive ${name}`.repeat(100));
    await store.putPackage(archive, digest, {});
    return digest;
  };
  const version = async (label: 'v1' | 'v2' | 'v3') => {
    const packageDigest = await put(label);
    const { packagePath, manifest: sample } = await samplePackage(folder, label);
    const manifest = { ...sample, packageDigest };
    const request = { project: 'hmeq', label, base: { kind: 'scratch' }, manifest, packagePath } as const;
    const who = { modeller: people.modeller, actor: { kind: 'system' } as const, at };
    await database.transaction((tx) => registerVersion(tx, 'hmeq', manifest, who));
    const { digest } = await builder.build(request);
    await builder.publish(digest, 'hmeq', label);
    // The second one's parts are still there, as if it had not been pushed.
    if (label === 'v2') await builder.build(request);
    return [packageDigest, digest] as const;
  };
  const [[p1, v1], [p2, v2], [p3, v3]] = [await version('v1'), await version('v2'), await version('v3')];
  const packages = {
    v1: p1,
    v2: p2,
    v3: p3,
    junk: await put('junk'),
    arriving: hashBytes('the archive arriving'.repeat(100)),
  };
  await noteArrival(database, packages.arriving, at);
  await put('arriving');
  const open = async (label: 'v1' | 'v2' | 'v3', to: string): Promise<number> => {
    const number = await drawReleaseNumber(database);
    const request = { number, project: 'hmeq', environment: to, kind: 'deploy', version: label } as const;
    const requester = { kind: 'person', objectId: people.operator } as const;
    const asked = { packageDigest: packages[label], modeller: people.modeller, requester, requestedAt: at };
    await database.transaction((tx) => openRelease(tx, { ...request, ...asked }));
    return number;
  };
  const release = await open('v1', 'production');
  await recordServing(
    database,
    { project: 'hmeq', environment: 'production' },
    { release, version: 'v1', packageDigest: p1, imageDigest: v1, since: at },
  );
  await database.query(`update releases set state = 'serving', ended_at = $2 where number = $1`, [release, at]);
  await open('v2', 'staging');
  const type: StoreBench['type'] = (words, { days = 0, meanwhile } = {}) => {
    const now = Date.now() + days * day;
    const stock = async (projects: readonly string[]) => {
      const found = await listStock({ ...environment, STEWARD_HOME: home }, { projects, now });
      await meanwhile?.();
      return found;
    };
    const shell = createShell({ database: () => database, now: () => new Date(now).toISOString(), stock });
    return shell('store', ...words.split(' '));
  };
  return {
    ...{ database, images: { v1, v2, v3 }, packages, type, open },
    gc: async (later) => {
      const { lines, error } = await type('gc --dry-run --json', later);
      if (error instanceof Error) throw error;
      return JSON.parse(lines.join('\n')) as JudgedStock;
    },
    close: async () => {
      await database.close();
      await files.drop();
    },
  };
}

/** What `store gc` must say of any place. */
export function describeStoreGc(
  name: string,
  folder: () => string,
  open: (folder: string) => Promise<KeepingUnderTest & { readonly close: () => Promise<void> }>,
): void {
  describe(`steward store gc on ${name}`, () => {
    let keeping: Awaited<ReturnType<typeof open>>;
    let bench: StoreBench;

    beforeAll(async () => {
      keeping = await open(folder());
      bench = await openStoreBench(folder(), keeping);
    });
    afterAll(async () => {
      await bench.close();
      await keeping.close();
    });

    const told = ({ loose }: JudgedStock) =>
      loose.map(({ kind, digest, package: made }) => [kind, kind === 'package' ? made : digest]);

    it('lists the image of no release and the package of no version, and says why it keeps the rest', async () => {
      const found = await bench.gc();
      expect(told(found)).toEqual([
        ['image', bench.images.v3],
        ['package', bench.packages.junk],
      ]);
      expect(found.loose.map(({ why }) => why)).toEqual([
        'no release that serves, waits, is under way or is among the last 5 served of an environment has it',
        'it is the package of no registered version',
      ]);
      const why = new Map(
        found.kept.map(({ kind, digest, package: made, why: because }) => [
          `${kind} ${kind === 'package' ? made : digest}`,
          because,
        ]),
      );
      expect(why.get(`image ${bench.images.v1}`)).toMatch(/^r\d+ \(v1\) serves production of hmeq$/);
      expect(why.get(`image ${bench.images.v2}`)).toMatch(/^r\d+ \(v2 to staging of hmeq\) is under way$/);
      expect(why.get(`package ${bench.packages.v3}`)).toBe('it is v3 of hmeq');
      expect(why.get(`package ${bench.packages.arriving}`)).toContain('it was put within a day');
      expect(why.get(`temporary ${bench.images.v2}`)).toContain('somebody may be at work on it');
    });

    it('counts bytes once, and none that something kept shares', async () => {
      const { loose, kept, looseBytes } = await bench.gc();
      const shared = new Set(kept.flatMap(({ blobs }) => blobs.map(({ digest }) => digest)));
      const own = new Map(loose.flatMap(({ blobs }) => blobs.map(({ digest, size }) => [digest, size] as const)));
      const freed = [...own].reduce((sum, [digest, size]) => (shared.has(digest) ? sum : sum + size), 0);
      expect(looseBytes).toBe(freed);
      expect(freed).toBeGreaterThan('the archive junk'.length * 100);
    });

    it('two days later waits for nobody, and keeps what a release under way was built', async () => {
      const found = await bench.gc({ days: 2 });
      expect(told(found)).toEqual(
        expect.arrayContaining([
          ['image', bench.images.v3],
          ['package', bench.packages.junk],
          ['package', bench.packages.arriving],
        ]),
      );
      expect(found.loose).toHaveLength(3);
    });

    it('lists nothing that was begun while it looked', async () => {
      const found = await bench.gc({
        meanwhile: async () => {
          const number = await bench.open('v3', 'staging');
          expect(number).toBeGreaterThan(0);
        },
      });
      expect(told(found)).toEqual([
        ['image', bench.images.v2],
        ['package', bench.packages.junk],
      ]);
      await bench.open('v2', 'staging');
    });

    it('keeps the images that the gate of a retraining compares, until it has ended', async () => {
      const number = await drawRetrainingNumber(bench.database);
      const asked = { number, project: 'hmeq', environment: 'production', requestedAt: new Date().toISOString() };
      await insertRetraining(bench.database, { ...asked, requester: { kind: 'system' } }, bench.packages.v3);
      const become = (state: string) =>
        bench.database.query(
          `update retrainings set state = $2, candidate = jsonb_build_object('packageDigest', $3::text) where number = $1`,
          [number, state, bench.packages.v3],
        );
      await become('comparing');
      const { kept } = await bench.gc({ days: 2 });
      const why = `t${number} (for production of hmeq) is under way`;
      expect(kept.find(({ digest }) => digest === bench.images.v3)?.why).toBe(why);
      const { imagesOf } = await readStoreReferences(bench.database, asked.requestedAt);
      expect(imagesOf.get(bench.packages.v1)).toBe(why);
      await become('not_better');
      expect(told(await bench.gc({ days: 2 }))).toContainEqual(['image', bench.images.v3]);
    });

    it('says it to people, with digests to delete by, and that nothing was deleted', async () => {
      const { lines, error } = await bench.type('gc --dry-run --kept');
      expect(error).toBeUndefined();
      const text = lines.join('\n');
      expect(text).toContain(`v3-${bench.images.v3.slice(7, 19)}  ${bench.images.v3}`);
      expect(text).toMatch(new RegExp(`^Nobody refers to 2 of \\d+ in ${keeping.name}: `, 'm'));
      expect(text).toMatch(/Kept: .*\b2 images, /);
      expect(text).toContain(' serves production of hmeq');
      expect(lines.at(-1)).toBe('Nothing was deleted.');
      expect(told(await bench.gc())).toHaveLength(2);
    });

    it('deletes nothing: without --dry-run it refuses and says how', async () => {
      const { lines, error } = await bench.type('gc');
      expect(lines).toEqual([]);
      expect(error).toMatchObject({ code: 'store_deletes_nothing' });
    });
  });
}
