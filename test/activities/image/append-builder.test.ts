import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createLayoutPlace } from '../../../activities/image/create-layout-place';
import { type Digest, versionDirectory } from '../../../domain/digest';
import type { BuildRequest } from '../../../domain/ports/builder';
import { putBlob, readBlob } from '../../../formats/oci/blobs';
import { imageConfigSchema, imageManifestSchema } from '../../../formats/oci/documents';
import { changeIndex, readIndex } from '../../../formats/oci/layout';
import { unpackLayer } from '../../../formats/oci/unpack-layer';
import { describeBuilder } from '../../contracts/builder';
import { extractSampleModel, samplePackage } from '../../contracts/sample-package';

function builderIn(folder: string) {
  return createAppendBuilder({
    place: createLayoutPlace({ directory: join(folder, 'images') }),
    workDirectory: join(folder, 'builds'),
    extractModel: extractSampleModel,
  });
}

describeBuilder('append builder', (folder) =>
  Promise.resolve({
    builder: builderIn(folder),
    other: builderIn(folder),
    missingBase: 'tensorflow/serving:2.20.0',
    elsewhere: async () => builderIn(await mkdtemp(join(folder, 'elsewhere-'))),
    lose: (part) => rm(join(folder, 'images/blobs/sha256', part.slice('sha256:'.length))),
    close: () => Promise.resolve(),
  }),
);

describe('append builder', () => {
  let folder: string;
  let layout: string;
  let request: BuildRequest;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'append-'));
    layout = join(folder, 'images');
    request = { project: 'hmeq', label: 'v4', base: { kind: 'scratch' }, ...(await samplePackage(folder)) };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function readImage(digest: Digest) {
    const read = async (blob: Digest): Promise<unknown> =>
      JSON.parse((await readBlob(layout, blob, 100_000)).toString());
    const manifest = imageManifestSchema.parse(await read(digest));
    return { manifest, config: imageConfigSchema.parse(await read(manifest.config.digest)) };
  }
  const blob = (digest: Digest) => join(layout, 'blobs/sha256', digest.slice(7));

  it('append builder: the digest is the same as on every other machine', async () => {
    const image = await builderIn(folder).build(request);
    expect(image).toMatchInlineSnapshot(`
      {
        "base": {
          "kind": "scratch",
        },
        "bytes": 10389,
        "config": "sha256:701669eb78c962d9acd3b1243b3a19749cadf3caad2957bbbd57529b93c6b180",
        "digest": "sha256:e9ae64135b7b7eb1009d8f9a23c044ccf80d6f6afecbe3848aaeed1dc9c7e625",
        "layer": "sha256:f32b7d304a1a2a834ad0ffee9f3e6c992d25a61e7e1ba265bb6e7269632a5035",
      }
    `);
  });

  it('append builder: the image holds the model where a model server looks for it, and nothing else', async () => {
    const { digest } = await builderIn(folder).build(request);
    await builderIn(folder).publish(digest, 'hmeq', 'v4');
    const { manifest } = await readImage(digest);
    const into = await mkdtemp(join(folder, 'into-'));
    await unpackLayer(blob(manifest.layers[0]?.digest ?? digest), into, { bytes: 1e6, entries: 100 });
    const root = `models/hmeq/${versionDirectory(request.manifest.packageDigest)}`;
    const found = (await readdir(into, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(into.length + 1));
    expect(found.sort()).toEqual(request.manifest.model.files.map(({ path }) => `${root}/${path}`).sort());
    expect(await readFile(join(into, root, 'assets/wörter.txt'), 'utf8')).toBe('Büro');
  });

  it('append builder: config and labels tell package and contract, but no label, release or date', async () => {
    const { digest } = await builderIn(folder).build(request);
    await builderIn(folder).publish(digest, 'hmeq', 'v4');
    const { config } = await readImage(digest);
    expect(config.config?.Labels).toMatchObject({
      'steward.project': 'hmeq',
      'steward.package.digest': request.manifest.packageDigest,
      'steward.package.tree': request.manifest.treeDigest,
    });
    expect(config.config).toMatchObject({ User: '1001:0', Env: ['MODEL_NAME=hmeq', 'MODEL_BASE_PATH=/models'] });
    expect(JSON.stringify(config)).not.toMatch(/v4|20[2-9]\d-/);
  });

  it('append builder: a call that the project overrides is another image', async () => {
    const manifest = { ...request.manifest, call: { ...request.manifest.call, signature: 'regression' } };
    const [told, overridden] = [
      await builderIn(folder).build(request),
      await builderIn(folder).build({ ...request, manifest }),
    ];
    expect(overridden.digest).not.toBe(told.digest);
    expect(overridden.layer).toBe(told.layer);
  });

  it('append builder: a package that gives other bytes than it was registered with is refused', async () => {
    await writeFile(join(request.packagePath, 'saved_model.pb'), 'OF NO MEANING');
    await expect(builderIn(folder).build(request)).rejects.toMatchObject({
      code: 'image_file_differs',
      details: { path: expect.stringContaining('saved_model.pb') as string },
    });
    expect(await readdir(join(folder, 'builds/unfinished'))).toEqual([]);
  });

  it('append builder: leaves no parts behind once published', async () => {
    const { digest } = await builderIn(folder).build(request);
    await builderIn(folder).publish(digest, 'hmeq', 'v4');
    expect(await readdir(join(folder, 'builds/built'))).toEqual([]);
    expect(await readdir(join(folder, 'builds/unfinished'))).toEqual([]);
  });

  it('append builder: parts that a power cut damaged are forgotten and built again', async () => {
    const { digest } = await builderIn(folder).build(request);
    await writeFile(join(folder, 'builds/built', digest.slice(7), 'config.json'), '');
    await expect(builderIn(folder).publish(digest, 'hmeq', 'v4')).rejects.toMatchObject({ code: 'image_not_built' });
    expect(await builderIn(folder).published(digest, 'hmeq', 'v4')).toBeUndefined();
    await builderIn(folder).build(request);
    expect(await builderIn(folder).publish(digest, 'hmeq', 'v4')).toMatchObject({ digest });
  });

  it.each([
    ['a layer that was cut off', 'layer.tar', 'half'],
    ['a config of zeros', 'config.json', '\0\0\0\0'],
    ['a manifest that is empty', 'manifest.json', ''],
    ['the name of a place that the layers below are not in', 'base.txt', 'registry.example/elsewhere'],
  ])('append builder: building again puts whole parts in the place of %s', async (_what, file, content) => {
    const { digest } = await builderIn(folder).build(request);
    const parts = join(folder, 'builds/built', digest.slice(7));
    const [names, layer] = [await readdir(parts), await readFile(join(parts, 'layer.tar'))];
    await writeFile(join(parts, file), content);
    await builderIn(folder).build(request);
    expect(await readdir(parts)).toEqual(names);
    expect(await readFile(join(parts, 'layer.tar'))).toEqual(layer);
    expect(await builderIn(folder).publish(digest, 'hmeq', 'v4')).toMatchObject({ digest });
    expect(await readdir(join(folder, 'builds/unfinished'))).toEqual([]);
  });

  it('append builder: several that find damaged parts at once leave whole ones', async () => {
    const { digest } = await builderIn(folder).build(request);
    await rm(join(folder, 'builds/built', digest.slice(7), 'layer.tar'));
    await Promise.all([1, 2, 3, 4].map(() => builderIn(folder).build(request)));
    expect(await builderIn(folder).publish(digest, 'hmeq', 'v4')).toMatchObject({ digest });
    expect(await readdir(join(folder, 'builds/unfinished'))).toEqual([]);
  });

  it('append builder: parts that are whole stay where they are when they are built again', async () => {
    const { digest } = await builderIn(folder).build(request);
    const layer = join(folder, 'builds/built', digest.slice(7), 'layer.tar');
    const { ino } = await stat(layer);
    await builderIn(folder).build(request);
    expect((await stat(layer)).ino).toBe(ino);
  });

  it('append builder: an image whose blob was lost is not called published, and is published again', async () => {
    const { digest } = await builderIn(folder).build(request);
    await builderIn(folder).publish(digest, 'hmeq', 'v4');
    await rm(blob(digest));
    expect(await builderIn(folder).published(digest, 'hmeq', 'v4')).toBeUndefined();
    await builderIn(folder).build(request);
    await builderIn(folder).publish(digest, 'hmeq', 'v4');
    expect(await builderIn(folder).published(digest, 'hmeq', 'v4')).toMatchObject({ digest });
    expect((await readIndex(layout)).manifests).toHaveLength(1);
  });

  it('append builder: never moves a tag', async () => {
    const { digest } = await builderIn(folder).build(request);
    await builderIn(folder).publish(digest, 'hmeq', 'v4');
    const { digest: foreign, size } = await putBlob(layout, 'foreign');
    await changeIndex(layout, (index) => ({
      ...index,
      manifests: index.manifests.map((entry) => ({ ...entry, digest: foreign, size })),
    }));
    await expect(builderIn(folder).publish(digest, 'hmeq', 'v4')).rejects.toMatchObject({ code: 'image_tag_taken' });
  });

  it('append builder: appends to a base that is in the layout, by digest and by tag', async () => {
    const { digest: base } = await builderIn(folder).build({ ...request, project: 'base' });
    const { tag, reference } = await builderIn(folder).publish(base, 'base', 'v1');
    const byDigest = await builderIn(folder).build({ ...request, base: { kind: 'image', reference } });
    const byTag = await builderIn(folder).build({ ...request, base: { kind: 'image', reference: tag } });
    expect(byTag.digest).toBe(byDigest.digest);
    await builderIn(folder).publish(byDigest.digest, 'hmeq', 'v4');
    const { manifest, config } = await readImage(byDigest.digest);
    expect(manifest.layers).toHaveLength(2);
    expect(config.rootfs.diff_ids).toEqual(manifest.layers.map(({ digest }) => digest));
    expect(config.config?.Env).toEqual(['MODEL_NAME=hmeq', 'MODEL_BASE_PATH=/models']);
    expect(config.config?.Labels).toMatchObject({ 'org.opencontainers.image.base.digest': base });
  });

  it('append builder: says why something cannot be a base', async () => {
    const refusal = async (document: object) => {
      const { digest } = await putBlob(layout, JSON.stringify(document));
      return builderIn(folder).build({ ...request, base: { kind: 'image', reference: `base@${digest}` } });
    };
    const platform = { os: 'linux', architecture: 'arm64' };
    const list = {
      schemaVersion: 2,
      manifests: [{ mediaType: 'm', digest: `sha256:${'0'.repeat(64)}`, size: 1, platform }],
    };
    await expect(refusal(list)).rejects.toMatchObject({
      code: 'image_base_platform',
      details: { found: 'linux/arm64' },
    });
    await expect(refusal({ schemaVersion: 1, fsLayers: [] })).rejects.toMatchObject({ code: 'image_base_outdated' });
    await expect(refusal({ schemaVersion: 2, config: {} })).rejects.toMatchObject({ code: 'image_base_unusable' });
  });
});
