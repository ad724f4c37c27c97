import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRequest } from '../../../domain/ports/builder';
import { imageConfigSchema, imageManifestSchema } from '../../../formats/oci/documents';
import { describeBuilder } from '../../contracts/builder';
import { samplePackage } from '../../contracts/sample-package';
import { type TestDaemon, dockerProgram, startDaemon } from '../../support/docker-daemon';
import { testClient } from '../../support/registry-client';
import { type RunningRegistry, registryProgram, startRegistry } from '../../support/registry-server';
import { scratchFolder } from '../../support/scratch-folder';
import { appendBuilder, dockerBuilder, leftIn, newFolder, pushBase } from './docker-builder-bench';

const describeOnDocker = dockerProgram === undefined || registryProgram === undefined ? describe.skip : describe;

describeOnDocker('on real Docker daemons', () => {
  let daemon: TestDaemon;
  let second: TestDaemon;
  beforeAll(async () => {
    [daemon, second] = await Promise.all([startDaemon(), startDaemon()]);
  });
  afterAll(async () => {
    await daemon.close();
    await second.close();
  });

  describeBuilder('docker builder', async (folder) => {
    const registry = await startRegistry(folder);
    const [client, another] = [testClient(), testClient()];
    const parts = { host: registry.host, workDirectory: join(folder, 'builds') };
    return {
      builder: dockerBuilder({ ...parts, client, socket: daemon.socket }),
      other: dockerBuilder({ ...parts, client: another, socket: daemon.socket }),
      elsewhere: async () =>
        dockerBuilder({
          ...parts,
          client,
          workDirectory: await mkdtemp(join(folder, 'elsewhere-')),
          socket: second.socket,
        }),
      missingBase: `${registry.host}/tensorflow/serving:2.20.0`,
      close: async () => {
        expect([...(await leftIn(daemon)), ...(await leftIn(second))]).toEqual([]);
        await Promise.all([client.close(), another.close()]);
        await registry.stop();
      },
    };
  });

  describe('docker builder: on a base', () => {
    const folder = scratchFolder();
    const client = testClient();
    let registry: RunningRegistry;
    let request: BuildRequest;
    let number = 0;

    beforeAll(async () => {
      registry = await startRegistry(folder);
    });
    afterAll(async () => {
      await client.close();
      await registry.stop();
    });
    beforeEach(async () => {
      const model = await samplePackage(folder, `of test ${(number += 1)}`);
      request = { project: 'hmeq', label: 'v4', base: { kind: 'scratch' }, ...model };
    });

    const on = (reference: string) => ({ ...request, base: { kind: 'image', reference } }) as const;
    const builderOn = async (socket: string) =>
      dockerBuilder({ client, host: registry.host, workDirectory: await newFolder(folder), socket });
    const appending = async () =>
      appendBuilder({ client, host: registry.host, workDirectory: await newFolder(folder) });

    it('docker builder: builds to the digest of the builder without a daemon, and any daemon can pull it', async () => {
      const base = await pushBase(client, registry.host, 'bases/server');
      const builder = await builderOn(daemon.socket);
      const image = await builder.build(on(`${registry.host}/bases/server:v1`));
      expect(image.digest).toBe((await (await appending()).build(on(base.reference))).digest);
      expect((await (await builderOn(second.socket)).build(on(base.reference))).digest).toBe(image.digest);
      const { reference } = await builder.publish(image.digest, 'hmeq', 'v4');
      const at = { host: registry.host, name: 'steward/hmeq' };
      const { layers, config } = imageManifestSchema.parse(
        JSON.parse(String((await client.getManifest(at, image.digest))?.bytes)),
      );
      expect(layers.slice(0, -1)).toEqual(base.layers);
      const told = imageConfigSchema.parse(JSON.parse(String(await client.readBlob(at, config.digest, 100_000))));
      expect(await leftIn(daemon)).toEqual([]);
      await untilPulled(second, reference);
      const pulled = await second.docker.getImage(reference).inspect();
      expect(pulled.RootFS.Layers).toEqual(told.rootfs.diff_ids);
      expect(pulled.Config).toMatchObject({
        User: '1001:0',
        Env: ['PATH=/bin', 'QUOTED="$HOME\\"', 'MODEL_NAME=hmeq', 'MODEL_BASE_PATH=/models'],
        Labels: { vendor: 'of the tests', 'steward.project': 'hmeq' },
        Entrypoint: ['/bin/server'],
      });
      const bases = await daemon.docker.listImages({ digests: true });
      expect(bases.flatMap(({ RepoDigests }) => RepoDigests ?? [])).toContain(base.reference);
    });
  });
});

async function untilPulled({ docker }: TestDaemon, reference: string): Promise<void> {
  const stream = await docker.pull(reference);
  for await (const line of stream) expect(String(line)).not.toContain('errorDetail');
}
