import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createLayoutPlace } from '../../../activities/image/create-layout-place';
import { type PushProgress, createRegistryPlace } from '../../../activities/image/create-registry-place';
import type { BuildRequest } from '../../../domain/ports/builder';
import { hashBytes } from '../../../formats/hash';
import { blobPath } from '../../../formats/oci/blobs';
import { imageConfigSchema, imageManifestSchema } from '../../../formats/oci/documents';
import { mediaTypes } from '../../../formats/oci/media-types';
import type { RegistryClient } from '../../../formats/oci/registry/create-registry-client';
import { describeBuilder } from '../../contracts/builder';
import { extractSampleModel, samplePackage } from '../../contracts/sample-package';
import { type Fault, type FaultyRegistry, startFaultyRegistry } from '../../support/faulty-registry';
import { testClient } from '../../support/registry-client';
import { describeWithRegistry } from '../../support/describe-with-registry';
import { loseFrom, type RunningRegistry, startRegistry } from '../../support/registry-server';
import { scratchFolder } from '../../support/scratch-folder';

/** Nothing that is not attached goes unheard. */
const report = ({ error }: { readonly error: unknown }): never => {
  throw error;
};

function builderOn(client: RegistryClient, host: string, workDirectory: string, told: PushProgress[] = []) {
  const place = createRegistryPlace({ client, host, prefix: 'steward', progress: (line) => told.push(line), report });
  return createAppendBuilder({ place, workDirectory, extractModel: extractSampleModel });
}

describeWithRegistry('on a real registry', () => {
  describeBuilder('append builder on a registry', async (folder) => {
    const registry = await startRegistry(folder);
    const [client, second] = [testClient(), testClient()];
    const builds = join(folder, 'builds');
    return {
      builder: builderOn(client, registry.host, builds),
      other: builderOn(second, registry.host, builds),
      elsewhere: async () => builderOn(client, registry.host, await mkdtemp(join(folder, 'elsewhere-'))),
      missingBase: `${registry.host}/tensorflow/serving:2.20.0`,
      lose: (part) => loseFrom(registry, 'steward/hmeq', part),
      close: async () => {
        await Promise.all([client.close(), second.close()]);
        await registry.stop();
      },
    };
  });
});

type Family = 'oci' | 'docker';
const families = {
  oci: {
    list: mediaTypes.index,
    manifest: mediaTypes.manifest,
    config: mediaTypes.config,
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    list: mediaTypes.dockerList,
    manifest: mediaTypes.dockerManifest,
    config: mediaTypes.dockerConfig,
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
} as const;
const repeated = [3, 7];

describeWithRegistry('append builder: on bases out of registries', () => {
  const folder = scratchFolder();
  let upstream: RunningRegistry;
  let faulty: FaultyRegistry;
  let host: string;
  let request: BuildRequest;
  let number = 0;
  const client = testClient();

  beforeAll(async () => {
    upstream = await startRegistry(folder);
  });
  afterAll(async () => {
    await client.close();
    await upstream.stop();
  });
  beforeEach(async () => {
    faulty = await startFaultyRegistry(upstream.host);
    host = faulty.host;
    request = {
      project: 'hmeq',
      label: 'v4',
      base: { kind: 'scratch' },
      ...(await samplePackage(folder, `of test ${(number += 1)}`)),
    };
  });
  afterEach(async () => {
    await faulty.stop();
    expect(faulty.violations).toEqual([]);
    expect(faulty.unmet()).toEqual([]);
  });

  const builds = () => mkdtemp(join(folder, 'builds-'));
  const on = (reference: string) => ({ ...request, base: { kind: 'image', reference } }) as const;

  async function pushBlob(at: { host: string; name: string }, text: string) {
    const bytes = Buffer.from(text);
    const blob = { digest: hashBytes(bytes), size: bytes.byteLength };
    await client.uploadBlob(at, { ...blob, open: (start) => Readable.from([bytes.subarray(start)]) }, {});
    return blob;
  }

  async function pushManifest(at: { host: string; name: string }, tag: string, document: object, mediaType: string) {
    const bytes = Buffer.from(JSON.stringify(document));
    const manifest = { digest: hashBytes(bytes), bytes, mediaType };
    await client.putManifest(at, tag, manifest);
    return { digest: manifest.digest, size: bytes.byteLength, mediaType };
  }

  /** A base of two layers, one of them twice, as other tools make them. */
  async function pushBase(at: { host: string; name: string }, tag: string, family: Family, architecture = 'amd64') {
    const types = families[family];
    const layers = await Promise.all(
      [...repeated, 3].map(async (number) => ({
        mediaType: types.layer,
        ...(await pushBlob(at, `layer ${number} of ${family}`.repeat(100))),
      })),
    );
    const config = await pushBlob(
      at,
      JSON.stringify({
        architecture,
        os: 'linux',
        config: { Env: ['PATH=/bin', 'MODEL_NAME=model'], Cmd: ['serve'], Labels: null },
        rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
        history: [{ created_by: 'one' }, { created_by: 'nothing', empty_layer: true }],
      }),
    );
    const document = {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, ...config },
      layers,
    };
    return pushManifest(at, tag, document, types.manifest);
  }

  async function readImage(digest: string) {
    const at = { host, name: 'steward/hmeq' };
    const found = await client.getManifest(at, digest);
    const manifest = imageManifestSchema.parse(JSON.parse(String(found?.bytes)));
    const config = await client.readBlob(at, manifest.config, 100_000);
    return { manifest, config: imageConfigSchema.parse(JSON.parse(String(config))), type: found?.mediaType };
  }

  it.each(['oci', 'docker'] as const)('append builder: an image on a base of %s is of that family', async (family) => {
    const at = { host, name: `bases/${family}` };
    const base = await pushBase(at, 'v1', family);
    const builder = builderOn(client, host, await builds());
    const before = faulty.seen.length;
    const image = await builder.build(on(`${host}/bases/${family}:v1`));
    const byDigest = await builderOn(client, host, await builds()).build(on(`${host}/bases/${family}@${base.digest}`));
    expect(byDigest.digest).toBe(image.digest);
    expect(new Set(faulty.seen.slice(before).map(({ method }) => method))).toEqual(new Set(['GET', 'HEAD']));
    await builder.publish(image.digest, 'hmeq', 'v4');
    const mounts = faulty.seen.filter(({ path }) => path.includes('mount='));
    expect(mounts).toHaveLength(2);
    const uploaded = faulty.seen
      .slice(before)
      .filter(({ method, path }) => method === 'PUT' && path.includes('/blobs/'));
    expect(uploaded).toHaveLength(2);
    const { manifest, config, type } = await readImage(image.digest);
    const types = families[family];
    expect(type).toBe(types.manifest);
    expect(manifest).toMatchObject({ mediaType: types.manifest, config: { mediaType: types.config } });
    expect(manifest.layers.map(({ mediaType }) => mediaType)).toEqual([
      ...Array<string>(3).fill(types.layer),
      family === 'oci' ? mediaTypes.layer : mediaTypes.dockerLayer,
    ]);
    expect(config.config).toMatchObject({
      Env: ['PATH=/bin', 'MODEL_NAME=hmeq', 'MODEL_BASE_PATH=/models'],
      Cmd: ['serve'],
    });
    expect(config.rootfs.diff_ids).toHaveLength(4);
    expect(config.config?.Labels).toMatchObject({ 'org.opencontainers.image.base.digest': base.digest });
  });

  it('append builder: the digest is the same in a registry and in a layout', async () => {
    const layout = join(await builds(), 'images');
    const ofLayout = createAppendBuilder({
      place: createLayoutPlace({ directory: layout }),
      workDirectory: await builds(),
      extractModel: extractSampleModel,
    });
    const ofRegistry = builderOn(client, host, await builds());
    const base = await ofLayout.build({ ...request, project: 'base' });
    expect(await ofRegistry.build({ ...request, project: 'base' })).toEqual(base);
    await ofRegistry.publish(base.digest, 'base', 'v1');
    const { reference } = await ofLayout.publish(base.digest, 'base', 'v1');
    const [here, there] = [on(reference), on(`${host}/steward/base@${base.digest}`)];
    const image = await ofLayout.build(here);
    expect((await ofRegistry.build(there)).digest).toBe(image.digest);
    await ofRegistry.publish(image.digest, 'hmeq', 'v4');
    await ofLayout.publish(image.digest, 'hmeq', 'v4');
    expect((await readImage(image.digest)).manifest.layers[1]?.digest).toBe(image.layer);
    expect(blobPath(layout, image.layer)).toContain(image.layer.slice(7));
  });

  it('append builder: layers of another registry are copied, each once, before all of our own', async () => {
    const elsewhere = await startRegistry(folder);
    const other = await startFaultyRegistry(elsewhere.host);
    await pushBase({ host: other.host, name: 'base' }, 'v1', 'oci');
    other.plan({ method: 'GET', path: /blobs/, does: { kind: 'cut-answer', afterBytes: 10 } });
    const told: PushProgress[] = [];
    const copying = await startRegistry(folder);
    const journal = await startFaultyRegistry(copying.host);
    const builder = builderOn(client, journal.host, await builds(), told);
    const image = await builder.build(on(`${other.host}/base:v1`));
    const published = await builder.publish(image.digest, 'hmeq', 'v4');
    expect(published.reference).toBe(`${journal.host}/steward/hmeq@${image.digest}`);
    const found = await client.getManifest({ host: journal.host, name: 'steward/hmeq' }, published.tag);
    const { layers, config } = imageManifestSchema.parse(JSON.parse(String(found?.bytes)));
    const sent = journal.seen.flatMap(({ method, path }) =>
      method === 'PUT' ? [decodeURIComponent(path.replace(/^.*digest=|^.*manifests\//, ''))] : [],
    );
    const own = layers.at(-1)?.digest;
    const below = new Set(layers.map(({ digest }) => digest).filter((digest) => digest !== own));
    expect(sent.slice(0, below.size)).toEqual([...below]);
    // The two go side by side.
    expect(new Set(sent.slice(below.size, -1))).toEqual(new Set([own, config.digest]));
    expect(sent.at(-1)).toBe(published.tag);
    expect(told.filter(({ blob }) => blob === config.digest).at(-1)).toMatchObject({
      sentBytes: config.size,
      bytes: config.size,
    });
    await other.stop();
    await journal.stop();
    await elsewhere.stop();
    await copying.stop();
    expect([...other.violations, ...journal.violations]).toEqual([]);
  });

  it.each(['oci', 'docker'] as const)(
    'append builder: of a list of %s the image for linux/amd64 is taken',
    async (family) => {
      const at = { host, name: `lists/${family}` };
      const [arm, amd] = [await pushBase(at, 'arm', family, 'arm64'), await pushBase(at, 'amd', family)];
      const manifests = [
        { ...arm, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
        { ...amd, platform: { os: 'linux', architecture: 'amd64' } },
      ];
      const type = families[family].list;
      await pushManifest(at, 'all', { schemaVersion: 2, mediaType: type, manifests }, type);
      const builder = builderOn(client, host, await builds());
      const direct = await builder.build(on(`${host}/lists/${family}@${amd.digest}`));
      expect((await builder.build(on(`${host}/lists/${family}:all`))).digest).toBe(direct.digest);
      await pushManifest(at, 'some', { schemaVersion: 2, mediaType: type, manifests: manifests.slice(0, 1) }, type);
      for (const tag of ['some', 'arm'])
        await expect(builder.build(on(`${host}/lists/${family}:${tag}`))).rejects.toMatchObject({
          code: 'image_base_platform',
          details: { platform: 'linux/amd64', found: 'linux/arm64' },
        });
    },
  );

  it('append builder: refuses what cannot be a base', async () => {
    const builder = builderOn(client, host, await builds());
    const schema1 = JSON.stringify({
      schemaVersion: 1,
      name: 'a',
      tag: 'b',
      fsLayers: [],
      history: [],
      signatures: [],
    });
    const headers = { 'content-type': mediaTypes.dockerSchema1 };
    faulty.plan({ method: 'GET', path: /manifests/, does: { kind: 'answer', status: 200, headers, body: schema1 } });
    await expect(builder.build(on(`${host}/old:v1`))).rejects.toMatchObject({ code: 'image_base_outdated' });
    await expect(builder.build(on('not a reference'))).rejects.toMatchObject({ code: 'image_reference_invalid' });
    const at = { host, name: 'bases/lost' };
    const base = await pushBase(at, 'v1', 'oci');
    const layer = new RegExp(hashBytes('layer 7 of oci'.repeat(100)));
    for (const path of [/lost\/blobs\//, layer]) {
      faulty.plan({ method: 'HEAD', path, does: { kind: 'answer', status: 404 } });
      await expect(builder.build(on(`${host}/bases/lost@${base.digest}`))).rejects.toMatchObject({
        code: 'image_base_unusable',
        message: expect.stringContaining('is not there') as string,
      });
    }
  });

  it('append builder: never moves a tag, and does not send again what is tagged', async () => {
    const builder = builderOn(client, host, await builds());
    const { digest } = await builder.build(request);
    const { tag } = await builder.publish(digest, 'hmeq', 'v4');
    const before = faulty.seen.length;
    await builder.build(request);
    await builder.publish(digest, 'hmeq', 'v4');
    expect(faulty.seen.slice(before).map(({ method }) => method)).toEqual([
      ...['HEAD', 'HEAD', 'HEAD', 'GET', 'HEAD', 'GET'],
    ]);
    expect(faulty.seen.at(-1)?.path).toContain('/referrers/');
    const foreign = await pushBase({ host, name: 'steward/hmeq' }, tag, 'oci');
    await expect(builder.publish(digest, 'hmeq', 'v4')).rejects.toMatchObject({
      code: 'image_tag_taken',
      details: { digest: foreign.digest },
    });
    expect(await builder.published(digest, 'hmeq', 'v4')).toBeUndefined();
  });

  it('append builder: where a registry lists referrers, the package is attached to its image', async () => {
    const builder = builderOn(client, host, await builds());
    const packageText = 'the bytes of a package';
    const manifest = { ...request.manifest, packageDigest: hashBytes(packageText) };
    const { digest } = await builder.build({ ...request, manifest });
    await builder.publish(digest, 'hmeq', 'v4');
    const list = JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests: [] });
    const lists: Fault = { method: 'GET', path: /referrers/, does: { kind: 'answer', status: 200, body: list } };
    const puts = () =>
      faulty.seen.filter(({ method, path }) => method === 'PUT' && path.includes('/manifests/sha256:'));
    faulty.plan(lists, lists);
    await builder.publish(digest, 'hmeq', 'v4');
    expect(puts()).toEqual([]);
    await pushBlob({ host, name: 'steward/steward.packages' }, packageText);
    await builder.build({ ...request, manifest });
    await builder.publish(digest, 'hmeq', 'v4');
    expect(puts()).toHaveLength(1);
    const artifact = await client.getManifest({ host, name: 'steward/hmeq' }, puts()[0]?.path.split('/').at(-1) ?? '');
    expect(JSON.parse(String(artifact?.bytes))).toMatchObject({
      artifactType: mediaTypes.package,
      config: { mediaType: mediaTypes.empty },
      layers: [{ digest: hashBytes(packageText), size: packageText.length }],
      subject: { digest, mediaType: mediaTypes.manifest },
    });
  });

  it('append builder: says which project has a name that no registry takes', async () => {
    const builder = builderOn(client, host, await builds());
    const { digest } = await builder.build({ ...request, project: 'a-' });
    await expect(builder.publish(digest, 'a-', 'v4')).rejects.toMatchObject({ code: 'image_reference_invalid' });
  });
});
