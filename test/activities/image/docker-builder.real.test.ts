import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createLayoutPlace } from '../../../activities/image/create-layout-place';
import { createDockerBuilder } from '../../../activities/image/docker/create-docker-builder';
import type { BuildRequest, BuiltImage } from '../../../domain/ports/builder';
import { imageConfigSchema, imageManifestSchema } from '../../../formats/oci/documents';
import { createCredentials } from '../../../formats/oci/registry/credentials';
import { trainModel } from '../../../trainer/train';
import { describeBuilder } from '../../contracts/builder';
import { extractSampleModel, samplePackage } from '../../contracts/sample-package';
import { type TestDaemon, dockerProgram, startDaemon } from '../../support/docker-daemon';
import { type FaultyDaemon, startFaultyDaemon } from '../../support/faulty-daemon';
import { testClient } from '../../support/registry-client';
import { type RunningRegistry, account, loseFrom, registryProgram, startRegistry } from '../../support/registry-server';
import { scratchFolder } from '../../support/scratch-folder';
import { type Place, filesBelow, searchSecrets } from '../../support/search-secrets';
import { madeUpSpec, madeUpTable } from '../../trainer/made-up-table';
import {
  appendBuilder,
  dockerBuilder,
  leaveImage,
  leftIn,
  newFolder,
  packFile,
  pushBase,
} from './docker-builder-bench';

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
      lose: (part) => loseFrom(registry, 'steward/hmeq', part),
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
    let faulty: FaultyDaemon;
    let request: BuildRequest;
    let number = 0;
    const packagePath = join(folder, 'package.zip');

    beforeAll(async () => {
      registry = await startRegistry(folder);
      faulty = await startFaultyDaemon(daemon.socket, folder);
      await writeFile(packagePath, trainModel(madeUpTable(400), madeUpSpec).package);
    });
    afterAll(async () => {
      await faulty.close();
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

    /** The same package, by a process of its own, in the second daemon. */
    const buildElsewhere = (own: string): ChildProcess =>
      fork(join(__dirname, 'build-once.ts'), [packagePath, own], {
        execArgv: ['--require', require.resolve('tsx/cjs')],
        env: { PATH: process.env['PATH'], TEST_DOCKER_SOCKET: second.socket },
      });

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
      const told = imageConfigSchema.parse(JSON.parse(String(await client.readBlob(at, config, 100_000))));
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

    it.each([
      ['with the models in a volume', { config: { Volumes: { '/models': {} } } }],
      ['with a file where the models go', { files: { models: 'a file', other: '' } }],
      [
        'that says next to nothing',
        { config: { Env: null, Labels: null, Entrypoint: null, Cmd: null, WorkingDir: '' } },
      ],
    ] as const)('docker builder: a base %s gives the same digest too', async (_name, setup) => {
      const { reference } = await pushBase(client, registry.host, 'bases/odd', setup);
      const image = await (await appending()).build(on(reference));
      expect(await (await builderOn(daemon.socket)).build(on(reference))).toEqual(image);
    });

    it('docker builder: builds upon what it built', async () => {
      const builder = await builderOn(daemon.socket);
      const first = await builder.build(request);
      const { reference } = await builder.publish(first.digest, 'hmeq', 'v4');
      const second = { ...on(reference), ...(await samplePackage(folder, 'upon another')) };
      expect((await builder.build(second)).digest).toBe((await (await appending()).build(second)).digest);
    });

    it('docker builder: refuses bases of another platform, with instructions for who builds, and in a folder', async () => {
      const builder = await builderOn(daemon.socket);
      const arm = await pushBase(client, registry.host, 'bases/arm', { architecture: 'arm64' });
      await expect(builder.build(on(arm.reference))).rejects.toMatchObject({
        code: 'image_base_platform',
        details: { platform: 'linux/amd64', found: 'linux/arm64' },
      });
      const triggers = await pushBase(client, registry.host, 'bases/triggers', { config: { OnBuild: ['RUN /run'] } });
      await expect(builder.build(on(triggers.reference))).rejects.toMatchObject({
        code: 'image_base_unusable',
        message: expect.stringContaining('ONBUILD') as string,
      });
      const place = createLayoutPlace({ directory: await newFolder(folder) });
      const parts = { place, workDirectory: await newFolder(folder), extractModel: extractSampleModel };
      const laptop = createDockerBuilder({
        ...{ ...parts, socket: daemon.socket, now: Date.now },
        credentials: () => Promise.resolve(undefined),
      });
      const { digest } = await createAppendBuilder(parts).build(request);
      const { reference } = await laptop.publish(digest, 'hmeq', 'v4');
      await expect(laptop.build(on(reference))).rejects.toMatchObject({
        code: 'image_base_unusable',
        message: expect.stringContaining('in a folder') as string,
      });
    });

    it('docker builder: gives the words of the daemon for what it cannot build', async () => {
      const many = Object.fromEntries(Array.from({ length: 125 }, (_, at) => [`layer-${at}`, String(at)]));
      const base = await pushBase(client, registry.host, 'bases/deep', { files: many, config: { WorkingDir: '' } });
      const failing = await (await builderOn(daemon.socket)).build(on(base.reference)).catch((error: unknown) => error);
      expect(failing).toMatchObject({
        code: 'docker_build_failed',
        details: { why: expect.stringMatching(/max depth exceeded/) as string },
        message: expect.stringContaining('STEWARD_BUILDER=append') as string,
      });
      expect(await leftIn(daemon)).toEqual([]);
    });

    it('docker builder: a base that is kept under a password is pulled with it, and nothing tells it', async () => {
      const open = await startRegistry(folder);
      const closed = await startRegistry(folder, { password: true, storage: open.storage });
      await pushBase(client, open.host, 'bases/closed', { files: { 'bin/closed': 'closed' } });
      const knowing = testClient({ credentials: createCredentials({ account: { host: closed.host, ...account } }) });
      const parts = { client: knowing, host: closed.host, socket: daemon.socket };
      const wrong = dockerBuilder({ ...parts, workDirectory: await newFolder(folder), password: 'planted-wr0ng' });
      const base = { kind: 'image', reference: `${closed.host}/bases/closed:v1` } as const;
      const refused: unknown = await wrong.build({ ...request, base }).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'docker_image_not_pulled' });
      const workDirectory = await newFolder(folder);
      const right = dockerBuilder({ ...parts, workDirectory });
      const { digest } = await right.build({ ...request, base });
      const { reference } = await right.publish(digest, 'hmeq', 'v4');
      const images = await daemon.docker.listImages({ all: true });
      const told = await Promise.all(
        images.map(async ({ Id }) => {
          const image = daemon.docker.getImage(Id);
          return JSON.stringify([await image.inspect(), await image.history()]);
        }),
      );
      const kept = [...(await filesBelow(workDirectory)), ...(await filesBelow(closed.storage))];
      const places: Place[] = [...told.map((text) => [reference, text] as const), ...kept];
      const said: Place = ['what was said', `${inspect(refused, { depth: 10 })}${JSON.stringify(refused)}`];
      expect(searchSecrets([account.password, 'planted-wr0ng'], [said, ...places])).toEqual([]);
      await knowing.close();
      await closed.stop();
      await open.stop();
    });

    it('docker builder: finds the failure in an answer that looks like success, and no success where none is told', async () => {
      const builder = await builderOn(faulty.socket);
      const answers = [
        [
          '{"stream":"Step 1"}\nno JSON\n{"aux":{"ID":"x"}}\n[]\n{"errorDetail":{"message":"no space left"}}',
          /no space left/,
        ],
        ['{"error":"first"}\n{"error":"second"}\n{"stream":"Successfully built"}\n', /first/],
        ['{"stream":"Successfully built 503900cb9327\\n"}\n{"aux":{"ID":', /without an image/],
        ['', /without an image/],
      ] as const;
      for (const [instead, words] of answers) {
        faulty.plan({ path: /\/build\?/, instead });
        await expect(builder.build(request)).rejects.toMatchObject({
          code: 'docker_build_failed',
          details: { why: expect.stringMatching(words) as string },
        });
      }
      faulty.plan({ path: /\/build\?/, instead: '{"errorDetail":{"message":"context canceled"}}' });
      await expect(builder.build(request)).rejects.toMatchObject({ code: 'docker_away', retryable: true });
    });

    it('docker builder: keeps nothing of an image that is not what was sent', async () => {
      const builder = await builderOn(faulty.socket);
      const inspected = /\/images\/sha256:[0-9a-f]+\/json/;
      const exported = /\/images\/sha256:[0-9a-f]+\/get/;
      const faults = [
        [{ path: inspected, change: (told: string) => told.replaceAll('"1001:0"', '"root"') }, /its User is "root"/],
        [
          { path: inspected, change: (told: string) => told.replaceAll('"MODEL_NAME=hmeq"', '"LD_PRELOAD=x"') },
          /MODEL_NAME|LD_PRELOAD/,
        ],
        [{ path: exported, instead: await packFile('manifest.json', '[]') }, /lacks one of the layers/],
      ] as const;
      for (const [fault, words] of faults) {
        faulty.plan(fault);
        const { digest } = await (await appending()).build(request);
        await expect(builder.build(request)).rejects.toMatchObject({
          code: 'docker_build_differs',
          details: { why: expect.stringMatching(words) as string },
        });
        await expect(builder.publish(digest, 'hmeq', 'v4')).rejects.toMatchObject({ code: 'image_not_built' });
      }
      expect(await leftIn(daemon)).toEqual([]);
    });

    it('docker builder: two processes that build the same image at once do not meet', async () => {
      const built = await Promise.all(
        [1, 2].map(async () => {
          const child = buildElsewhere(await newFolder(folder));
          const [told] = (await once(child, 'message')) as [{ readonly built: BuiltImage }];
          await once(child, 'exit');
          return told.built;
        }),
      );
      expect(built[0]).toHaveProperty('digest');
      expect(built[1]).toEqual(built[0]);
      expect(await leftIn(second)).toEqual([]);
    });

    it('docker builder: sweeps what a killed process left in the daemon and on the disk', async () => {
      const own = await newFolder(folder);
      const child = buildElsewhere(own);
      const gone = once(child, 'exit');
      while ((await leftIn(second)).length === 0) {
        expect(child.exitCode).toBeNull();
        await wait(20);
      }
      child.kill('SIGKILL');
      await gone;
      // The daemon may go on for a moment with what nobody waits for.
      const builder = await builderOn(second.socket);
      do await builder.build(request);
      while ((await leftIn(second)).length > 0);
      const again = buildElsewhere(own);
      const [code] = (await once(again, 'exit')) as [number | null];
      expect(code).toBe(0);
      expect(await readdir(join(own, 'builds/unfinished'))).toEqual([]);
      expect(await readdir(join(own, 'builds/built'))).toHaveLength(1);
      expect(await leftIn(second)).toEqual([]);
    });

    it('docker builder: builds although the daemon cannot remove what another build left, and sweeps the rest', async () => {
      const left = [await leaveImage(daemon, 'of nobody'), await leaveImage(daemon, 'of nobody either')];
      const busy = { status: 500, instead: JSON.stringify({ message: 'unlinkat: device or resource busy' }) };
      faulty.plan({ path: /images\/sha256:[^/]+\?force/, ...busy });
      const parts = { client, host: registry.host, workDirectory: await newFolder(folder), socket: faulty.socket };
      const builder = dockerBuilder({ ...parts, now: () => Date.now() + 2 * 24 * 60 * 60_000 });
      const { digest } = await builder.build(request);
      const stayed = await leftIn(daemon);
      expect(stayed).toHaveLength(1);
      expect(left).toContain(stayed[0]);
      expect((await builder.build(request)).digest).toBe(digest);
      expect(await leftIn(daemon)).toEqual([]);
    });

    it('docker builder: says that the daemon is away, to be tried again, and builds when it is back', async () => {
      const builder = await builderOn(second.socket);
      const { digest } = await (await appending()).build(request);
      const building = builder.build(request).catch((error: unknown) => error);
      while ((await leftIn(second)).length === 0) await wait(20);
      await second.stop();
      expect(await building).toMatchObject({ code: 'docker_away', retryable: true });
      await expect(builder.build(request)).rejects.toMatchObject({ code: 'docker_away', retryable: true });
      await second.start();
      expect((await builder.build(request)).digest).toBe(digest);
      expect(await leftIn(second)).toEqual([]);
    });
  });
});

async function untilPulled({ docker }: TestDaemon, reference: string): Promise<void> {
  const stream = await docker.pull(reference);
  for await (const line of stream) expect(String(line)).not.toContain('errorDetail');
}
