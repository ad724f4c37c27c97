import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createRegistryPlace } from '../../../activities/image/create-registry-place';
import type { Digest } from '../../../domain/digest';
import type { BuildRequest } from '../../../domain/ports/builder';
import type { ModelCard } from '../../../domain/retraining/model-card';
import { imageManifestSchema } from '../../../formats/oci/documents';
import { mediaTypes } from '../../../formats/oci/media-types';
import { extractSampleModel, samplePackage } from '../../contracts/sample-package';
import { describeWithRegistry } from '../../support/describe-with-registry';
import { type Fault, type FaultyRegistry, startFaultyRegistry } from '../../support/faulty-registry';
import { testClient } from '../../support/registry-client';
import { type RunningRegistry, startRegistry } from '../../support/registry-server';
import { scratchFolder } from '../../support/scratch-folder';

/** As it comes back from the record. */
const card = {
  intendedUse: 'Scores the chance of BAD = 1 in production of hmeq. People decide on its release.',
  limits: ['It learnt from windows 1, 2: it knows nothing of “other” times.'],
} as unknown as ModelCard;

describeWithRegistry('the model card of a retrained version', () => {
  const folder = scratchFolder();
  let upstream: RunningRegistry;
  let faulty: FaultyRegistry;
  let request: BuildRequest;
  let failures: unknown[];
  const client = testClient();
  const asked: (readonly [string, Digest])[] = [];

  beforeAll(async () => {
    upstream = await startRegistry(folder);
  });
  afterAll(async () => {
    await client.close();
    await upstream.stop();
  });
  beforeEach(async () => {
    faulty = await startFaultyRegistry(upstream.host);
    failures = [];
    const sample = await samplePackage(
      await mkdtemp(join(folder, 'sample-')),
      `of ${expect.getState().currentTestName}`,
    );
    request = { project: 'hmeq', label: 'v4', base: { kind: 'scratch' }, ...sample };
  });
  afterEach(async () => {
    await faulty.stop();
    expect(faulty.violations).toEqual([]);
    expect(faulty.unmet()).toEqual([]);
  });

  async function builder(findCard: () => Promise<ModelCard | undefined>) {
    const place = createRegistryPlace({
      ...{ client, host: faulty.host, prefix: 'steward', progress: () => undefined },
      report: ({ error }) => void failures.push(error),
      modelCard: (project, packageDigest) => {
        asked.push([project, packageDigest]);
        return findCard();
      },
    });
    const workDirectory = await mkdtemp(join(folder, 'builds-'));
    return createAppendBuilder({ place, workDirectory, extractModel: extractSampleModel });
  }

  const at = () => ({ host: faulty.host, name: 'steward/hmeq' });
  const lists = (type: string, manifests: readonly object[] = []): Fault => ({
    method: 'GET',
    path: new RegExp(`/referrers/.*artifactType=${encodeURIComponent(type)}$`),
    does: {
      ...{ kind: 'answer', status: 200 },
      body: JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests }),
    },
  });
  const attached = () =>
    faulty.seen.filter(({ method, path }) => method === 'PUT' && path.includes('/manifests/sha256:'));

  it('is attached to its image as JSON, in a type of its own, with the image as subject, and once', async () => {
    const append = await builder(() => Promise.resolve(card));
    const { digest } = await append.build(request);
    faulty.plan(lists(mediaTypes.modelCard));
    await append.publish(digest, 'hmeq', 'v4');
    expect(asked.at(-1)).toEqual(['hmeq', request.manifest.packageDigest]);
    expect(attached()).toHaveLength(1);
    const artifact = await client.getManifest(at(), attached()[0]?.path.split('/').at(-1) ?? '');
    const manifest = imageManifestSchema.parse(JSON.parse(String(artifact?.bytes)));
    expect(manifest).toMatchObject({
      artifactType: mediaTypes.modelCard,
      config: { mediaType: mediaTypes.empty },
      layers: [{ mediaType: 'application/json', annotations: { 'org.opencontainers.image.title': 'model-card.json' } }],
      subject: { digest, mediaType: mediaTypes.manifest },
    });
    const [layer] = manifest.layers;
    const text = layer && (await client.readBlob(at(), layer, 10_000));
    expect(JSON.parse(String(text))).toEqual(card);
    const entry = {
      mediaType: mediaTypes.manifest,
      artifactType: mediaTypes.modelCard,
      digest: artifact?.digest,
      size: 1,
    };
    faulty.plan(lists(mediaTypes.modelCard, [entry]));
    await append.publish(digest, 'hmeq', 'v4');
    expect(attached()).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it('is not looked for where a registry lists no referrers, and nothing is attached where there is none', async () => {
    const append = await builder(() => Promise.resolve(undefined));
    const before = asked.length;
    const { digest } = await append.build(request);
    await append.publish(digest, 'hmeq', 'v4');
    expect(asked).toHaveLength(before);
    faulty.plan(lists(mediaTypes.modelCard));
    await append.publish(digest, 'hmeq', 'v4');
    expect(asked).toHaveLength(before + 1);
    expect(attached()).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('is in the way of no release: what goes wrong with it is reported, and the image is published', async () => {
    const append = await builder(() => Promise.reject(new Error('PostgreSQL is away')));
    const { digest } = await append.build(request);
    faulty.plan(lists(mediaTypes.modelCard));
    const image = await append.publish(digest, 'hmeq', 'v4');
    expect(failures).toEqual([new Error('PostgreSQL is away')]);
    expect(await append.published(digest, 'hmeq', 'v4')).toEqual(image);
  });
});
