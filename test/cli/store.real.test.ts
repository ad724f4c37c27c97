import { Readable } from 'node:stream';
import { createRegistryPlace } from '../../activities/image/create-registry-place';
import { createRegistryStore } from '../../activities/store/registry/create-registry-store';
import { hashBytes } from '../../formats/hash';
import { mediaTypes } from '../../formats/oci/media-types';
import type { RegistryClient } from '../../formats/oci/registry/create-registry-client';
import { describeWithRegistry } from '../support/describe-with-registry';
import { type Fault, type FaultyRegistry, startFaultyRegistry } from '../support/faulty-registry';
import { testClient } from '../support/registry-client';
import { type RunningRegistry, startRegistry } from '../support/registry-server';
import { scratchFolder } from '../support/scratch-folder';
import { describeStoreGc, openStoreBench, type StoreBench } from './store-bench';

function keepingOn(client: RegistryClient, host: string) {
  const report = ({ error }: { readonly error: unknown }): never => {
    throw error;
  };
  const at = { client, host, prefix: 'steward' };
  return {
    place: createRegistryPlace({ ...at, progress: () => undefined, report }),
    store: createRegistryStore(at),
    environment: { STEWARD_REGISTRY: `${host}/steward` },
    name: `${host}/steward`,
  };
}

describeWithRegistry('on a real registry', () => {
  const folder = scratchFolder();

  describeStoreGc(
    'a registry',
    () => folder,
    async (below) => {
      const [registry, client] = [await startRegistry(below), testClient()];
      return {
        ...keepingOn(client, registry.host),
        close: async () => {
          await client.close();
          await registry.stop();
        },
      };
    },
  );

  describe('steward store gc on a registry with more than Steward put there', () => {
    let registry: RunningRegistry;
    let faulty: FaultyRegistry;
    let bench: StoreBench;
    const client = testClient();
    const at = () => ({ host: registry.host, name: 'steward/hmeq' });

    beforeAll(async () => {
      registry = await startRegistry(folder);
      faulty = await startFaultyRegistry(registry.host);
      bench = await openStoreBench(folder, keepingOn(client, faulty.host));
    });
    afterAll(async () => {
      await bench.close();
      await client.close();
      await faulty.stop();
      await registry.stop();
    });
    afterEach(() => {
      expect(faulty.violations).toEqual([]);
      expect(faulty.unmet()).toEqual([]);
    });

    async function push(tag: string, document: object): Promise<string> {
      const config = Buffer.from('{}');
      const blob = { digest: hashBytes(config), size: config.byteLength };
      await client.uploadBlob(at(), { ...blob, open: (start) => Readable.from([config.subarray(start)]) }, {});
      const bytes = Buffer.from(
        JSON.stringify({
          ...{ schemaVersion: 2, mediaType: mediaTypes.manifest, layers: [] },
          ...{ config: { mediaType: mediaTypes.empty, ...blob }, ...document },
        }),
      );
      const digest = hashBytes(bytes);
      await client.putManifest(at(), tag === '' ? digest : tag, { digest, bytes, mediaType: mediaTypes.manifest });
      return digest;
    }

    const list = (path: RegExp, tags: readonly string[], link?: string): Fault => ({
      ...{ method: 'GET', path },
      does: {
        ...{ kind: 'answer', status: 200, body: JSON.stringify({ name: 'steward/hmeq', tags }) },
        ...(link !== undefined && { headers: { link } }),
      },
    });

    it('leaves alone what somebody else put beside its images', async () => {
      const digest = await push('latest', { annotations: { by: 'somebody else' } });
      const { loose, kept } = await bench.gc();
      expect(loose.map(({ name }) => name)).not.toContain('latest');
      expect(kept).toContainEqual(expect.objectContaining({ kind: 'foreign', name: 'latest', digest }));
    });

    it('reads lists of tags page by page, and follows no page to another place', async () => {
      const tags = [`v1-${bench.images.v1.slice(7, 19)}`, `v3-${bench.images.v3.slice(7, 19)}`];
      faulty.plan(
        list(
          /hmeq\/tags\/list\?n=\d+$/,
          tags.slice(0, 1),
          '<http://127.0.0.1:9/v2/other/tags/list?last=v1&n=1>; rel="next"',
        ),
        list(/hmeq\/tags\/list\?last=v1&n=1$/, tags.slice(1)),
      );
      const { loose, kept } = await bench.gc();
      expect([...kept, ...loose].filter(({ kind }) => kind === 'image').map(({ name }) => name)).toEqual(tags);
    });

    it('refuses a list of tags that goes round instead of telling half of it', async () => {
      const round = '</v2/steward/hmeq/tags/list?last=v1>; rel="next"';
      faulty.plan(list(/hmeq\/tags\/list\?n=\d+$/, ['v1'], round), list(/list\?last=v1$/, ['v1'], round));
      await expect(bench.gc()).rejects.toMatchObject({
        code: 'image_registry_unclear',
        message: expect.stringContaining('goes round') as string,
      });
    });

    it('where referrers are listed, what is attached goes with its image', async () => {
      const subject = { mediaType: mediaTypes.manifest, digest: bench.images.v3, size: 1 };
      const digest = await push('', { artifactType: mediaTypes.package, subject });
      const entry = { mediaType: mediaTypes.manifest, artifactType: mediaTypes.package, digest, size: 1 };
      const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [entry] };
      faulty.plan({
        ...{ method: 'GET', path: new RegExp(`/referrers/${bench.images.v3}`) },
        does: { kind: 'answer', status: 200, body: JSON.stringify(index) },
      });
      const { loose } = await bench.gc();
      expect(loose).toContainEqual(
        expect.objectContaining({ kind: 'attachment', digest, why: 'its image is not needed any more' }),
      );
    });

    it.each([
      ['other bytes than it says', '{}'],
      ['more than any manifest', 'x'.repeat(4 * 1024 * 1024 + 1)],
    ])('one tag under which a registry gives %s ends no list', async (_what, body) => {
      const name = `v1-${bench.images.v1.slice(7, 19)}`;
      faulty.plan({ method: 'GET', path: new RegExp(`hmeq/manifests/${name}`), does: { kind: 'body', body } });
      const { loose, kept } = await bench.gc();
      expect(kept).toContainEqual(expect.objectContaining({ kind: 'foreign', name, why: 'it cannot be read' }));
      expect(loose).toContainEqual(expect.objectContaining({ kind: 'image', digest: bench.images.v3 }));
    });

    it('a registry that cannot be asked gives no list at all', async () => {
      faulty.plan({ method: 'GET', path: /packages\/tags\/list/, times: 1, does: { kind: 'answer', status: 403 } });
      await expect(bench.gc()).rejects.toMatchObject({ code: 'image_registry_forbidden' });
    });
  });
});
