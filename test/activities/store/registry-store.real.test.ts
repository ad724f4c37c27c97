import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRegistryStore } from '../../../activities/store/registry/create-registry-store';
import { hashBytes } from '../../../formats/hash';
import { describeStore } from '../../contracts/store';
import { testClient } from '../../support/registry-client';
import { describeWithRegistry } from '../../support/describe-with-registry';
import { type RunningRegistry, startRegistry } from '../../support/registry-server';
import { scratchFolder } from '../../support/scratch-folder';

describeWithRegistry('on a real registry', () => {
  describeStore('registry store', async (folder) => {
    const registry = await startRegistry(folder);
    const [client, second] = [testClient(), testClient()];
    return {
      store: createRegistryStore({ client, host: registry.host, prefix: 'steward' }),
      other: createRegistryStore({ client: second, host: registry.host, prefix: 'steward' }),
      close: async () => {
        await Promise.all([client.close(), second.close()]);
        await registry.stop();
      },
    };
  });

  describe('registry store', () => {
    const folder = scratchFolder();
    let registry: RunningRegistry;
    const client = testClient();
    beforeAll(async () => {
      registry = await startRegistry(folder);
    });
    afterAll(async () => {
      await client.close();
      await registry.stop();
    });

    it('registry store: a package is an OCI artifact, and the annotations of the first put stay', async () => {
      const { host } = registry;
      const [path, digest] = [join(folder, 'archive'), hashBytes('archive')];
      await writeFile(path, 'archive');
      const store = createRegistryStore({ client, host, prefix: '' });
      await store.putPackage(path, digest, { 'steward.project': 'first' });
      await store.putPackage(path, digest, { 'steward.project': 'second' });
      const found = await client.getManifest({ host, name: 'steward.packages' }, `package-${digest.slice(7)}`);
      expect(JSON.parse(String(found?.bytes))).toMatchObject({
        artifactType: 'application/vnd.steward.package.v1',
        config: { mediaType: 'application/vnd.oci.empty.v1+json', size: 2 },
        layers: [{ mediaType: 'application/zip', digest, size: 7 }],
        annotations: { 'steward.project': 'first' },
      });
    });
  });
});
