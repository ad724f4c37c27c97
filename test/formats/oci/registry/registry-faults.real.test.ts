import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { hashBytes } from '../../../../formats/hash';
import { mediaTypes } from '../../../../formats/oci/media-types';
import type { UploadOptions } from '../../../../formats/oci/registry/upload-blob';
import { type Fault, type FaultyRegistry, startFaultyRegistry } from '../../../support/faulty-registry';
import { testClient } from '../../../support/registry-client';
import { describeWithRegistry } from '../../../support/describe-with-registry';
import { type RunningRegistry, startRegistry } from '../../../support/registry-server';
import { scratchFolder } from '../../../support/scratch-folder';

const uploads = /\/blobs\/uploads\//;
const MiB = 1024 * 1024;
/** Bytes that go by a request of their own, apart from the closing one. */
const large = 3 * MiB;

function blobOf(bytes: Buffer) {
  const open = (start: number) => Readable.from([bytes.subarray(start)]);
  return { digest: hashBytes(bytes), size: bytes.byteLength, open };
}

describeWithRegistry('registry client: what goes wrong on the way', () => {
  const folder = scratchFolder();
  let registry: RunningRegistry;
  let faulty: FaultyRegistry;
  let client: ReturnType<typeof testClient>;
  /** A repository of each test's own. */
  let at: { readonly host: string; readonly name: string };
  let number = 0;

  beforeAll(async () => {
    registry = await startRegistry(folder);
  });
  afterAll(() => registry.stop());
  beforeEach(async () => {
    faulty = await startFaultyRegistry(registry.host);
    client = testClient();
    number += 1;
    at = { host: faulty.host, name: `test/number${number}` };
  });
  afterEach(async () => {
    await client.close();
    await faulty.stop();
    expect(faulty.violations).toEqual([]);
    expect(faulty.unmet()).toEqual([]);
  });

  const methods = () => faulty.seen.map(({ method }) => method);
  const upload = (bytes: Buffer, options: Omit<UploadOptions, 'pause'> = {}) =>
    client.uploadBlob(at, blobOf(bytes), options);
  /** Jest takes seconds to compare megabytes. */
  const isThere = async (bytes: Buffer) =>
    expect((await client.readBlob(at, blobOf(bytes), bytes.byteLength))?.equals(bytes)).toBe(true);
  const answer = (method: string, path: RegExp, status: number, more: object = {}): Fault => ({
    method,
    path,
    does: { kind: 'answer', status, ...more },
  });

  it('registry client: a blob is looked for before it is sent, and looked at after it', async () => {
    const bytes = randomBytes(100_000);
    const told: number[] = [];
    expect(await upload(bytes, { progress: (sent) => told.push(sent) })).toBe('sent');
    expect(methods()).toEqual(['HEAD', 'POST', 'PUT', 'HEAD']);
    expect(told.at(-1)).toBe(100_000);
    expect(await upload(bytes)).toBe('there');
    expect(methods().slice(4)).toEqual(['HEAD']);
    expect(await upload(randomBytes(large))).toBe('sent');
    expect(methods().slice(5)).toEqual(['HEAD', 'POST', 'PATCH', 'PUT', 'HEAD']);
    expect(await upload(Buffer.alloc(0))).toBe('sent');
    await isThere(bytes);
  });

  it('registry client: a blob of a neighbour is mounted, and sent where it cannot be', async () => {
    const [bytes, other] = [randomBytes(1_000), randomBytes(1_000)];
    await upload(bytes);
    const neighbour = { ...at, name: `${at.name}/neighbour` };
    expect(await client.uploadBlob(neighbour, blobOf(bytes), { mountFrom: at })).toBe('mounted');
    expect(methods().slice(4)).toEqual(['HEAD', 'POST', 'HEAD']);
    expect(await client.uploadBlob(neighbour, blobOf(other), { mountFrom: at })).toBe('sent');
    expect(methods().filter((method) => method === 'POST')).toHaveLength(3);
    faulty.plan(answer('POST', /mount=/, 403));
    expect(await client.uploadBlob(neighbour, blobOf(randomBytes(9)), { mountFrom: at })).toBe('sent');
  });

  it('registry client: an upload that is cut goes on where the registry has it', async () => {
    const bytes = randomBytes(4 * MiB);
    const told: number[] = [];
    faulty.plan({ method: 'PATCH', path: uploads, does: { kind: 'keep-and-cut', afterBytes: MiB } });
    expect(await upload(bytes, { progress: (sent) => told.push(sent) })).toBe('sent');
    expect(methods()).toEqual(['HEAD', 'POST', 'PATCH', 'HEAD', 'GET', 'PATCH', 'PUT', 'HEAD']);
    const [first, second] = faulty.seen.filter(({ method }) => method === 'PATCH');
    expect(first?.headers['content-range']).toBeUndefined();
    expect(second?.headers['content-range']).toBe('1048576-4194303');
    expect(told.at(-1)).toBe(4 * MiB);
    await isThere(bytes);
  });

  it('registry client: an upload that the registry forgets when it is cut is begun again', async () => {
    const bytes = randomBytes(4 * MiB);
    faulty.plan({ method: 'PATCH', path: uploads, does: { kind: 'cut', afterBytes: MiB } });
    expect(await upload(bytes)).toBe('sent');
    expect(methods()).toEqual(['HEAD', 'POST', 'PATCH', 'HEAD', 'GET', 'POST', 'PATCH', 'PUT', 'HEAD']);
    await isThere(bytes);
  });

  it('registry client: a small blob that is cut is sent anew', async () => {
    const bytes = randomBytes(100_000);
    faulty.plan({ method: 'PUT', path: uploads, does: { kind: 'cut', afterBytes: 1_000 } });
    expect(await upload(bytes)).toBe('sent');
    expect(methods().filter((method) => method === 'PUT')).toHaveLength(2);
    await isThere(bytes);
  });

  it('registry client: an upload that is cut at once again and again is given up', async () => {
    faulty.plan({ method: 'PATCH', path: uploads, times: 6, does: { kind: 'cut', afterBytes: 1 } });
    await expect(upload(randomBytes(4 * MiB))).rejects.toMatchObject({ code: 'image_registry_away', retryable: true });
  });

  it('registry client: what was done although its answer was lost is not done again', async () => {
    const bytes = randomBytes(100_000);
    faulty.plan({ method: 'PUT', path: uploads, does: { kind: 'lose-answer' } });
    expect(await upload(bytes)).toBe('sent');
    expect(methods().filter((method) => method === 'PATCH' || method === 'PUT')).toEqual(['PUT']);
    faulty.plan({ method: 'PATCH', path: uploads, does: { kind: 'lose-answer' } });
    const more = randomBytes(large);
    expect(await upload(more)).toBe('sent');
    await isThere(more);
  });

  it('registry client: a session that the registry forgot is begun again', async () => {
    const bytes = randomBytes(large);
    faulty.plan(answer('PATCH', uploads, 404, { body: '{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]}' }));
    expect(await upload(bytes)).toBe('sent');
    faulty.plan({ method: 'PATCH', path: uploads, does: { kind: 'cut', afterBytes: 1 } }, answer('GET', uploads, 404));
    expect(await upload(randomBytes(large))).toBe('sent');
    await isThere(bytes);
  });

  it('registry client: a registry that answers 204 where the specification says 202 is understood', async () => {
    faulty.plan({ method: 'PATCH', path: uploads, does: { kind: 'headers', headers: {}, status: 204 } });
    expect(await upload(randomBytes(large))).toBe('sent');
  });

  it('registry client: what may be repeated is, after growing pauses or as long as the registry says', async () => {
    const bytes = randomBytes(1_000);
    faulty.plan(answer('POST', uploads, 500), answer('POST', uploads, 502));
    await upload(bytes);
    expect(client.pauses).toEqual([225, 450]);
    const at7 = { headers: { 'retry-after': '7' } };
    faulty.plan(answer('HEAD', /blobs/, 503, at7), answer('PATCH', uploads, 429, at7));
    await upload(randomBytes(large));
    expect(client.pauses.slice(2)).toEqual([7_000, 7_000]);
  });

  it('registry client: does not wait an hour', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() };
    faulty.plan(answer('HEAD', /blobs/, 429, { headers }));
    await expect(upload(randomBytes(9))).rejects.toMatchObject({ code: 'image_registry_busy', retryable: true });
    expect(client.pauses).toEqual([]);
  });

  it('registry client: a registry that hangs is noticed, in the middle of an upload too', async () => {
    const impatient = testClient({ network: { silence: 400 } });
    const bytes = randomBytes(large);
    faulty.plan({ method: 'PATCH', path: uploads, does: { kind: 'hang' } });
    expect(await impatient.uploadBlob(at, blobOf(bytes), {})).toBe('sent');
    faulty.plan({ method: 'HEAD', path: /blobs/, times: 4, does: { kind: 'hang' } });
    await expect(impatient.findBlob(at, hashBytes(bytes))).rejects.toMatchObject({
      code: 'image_registry_away',
      message: expect.stringContaining('silent') as string,
    });
    await impatient.close();
  });

  it('registry client: nobody listens', async () => {
    await faulty.stop();
    await expect(upload(randomBytes(9))).rejects.toMatchObject({ code: 'image_registry_away', retryable: true });
    expect(client.pauses).toHaveLength(3);
    faulty = await startFaultyRegistry(registry.host);
  });

  it.each([
    [404, 'NAME_UNKNOWN', 'image_registry_missing'],
    [403, 'DENIED', 'image_registry_forbidden'],
    [405, 'UNSUPPORTED', 'image_registry_refused'],
    [413, 'SIZE_INVALID', 'image_registry_refused'],
  ] as const)('registry client: answered %i, says so in the words of the registry', async (status, word, code) => {
    const body = JSON.stringify({ errors: [{ code: word, message: 'quota of\u001b[31m team exceeded', detail: {} }] });
    faulty.plan(answer('POST', uploads, status, { body }));
    await expect(upload(randomBytes(9))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${status} ${word} quota of [31m team exceeded`) as string,
    });
  });

  it.each([
    ['PATCH', large],
    ['PUT', 1_000],
  ])('registry client: a full disk of the registry at %s ends the upload with the cure', async (method, size) => {
    const body = '{"errors":[{"code":"UNKNOWN","message":"no space left on device"}]}';
    faulty.plan({ ...answer(method, uploads, 500, { body }), times: 6 });
    await expect(upload(randomBytes(size))).rejects.toMatchObject({
      code: 'image_registry_cannot_store',
      message: expect.stringMatching(/no space left on device.*Free some/) as string,
    });
  });

  it('registry client: what is no registry is called that', async () => {
    faulty.plan(answer('POST', uploads, 200, { body: '<html>Log in</html>' }));
    await expect(upload(randomBytes(9))).rejects.toMatchObject({ code: 'image_registry_unclear' });
    faulty.plan(answer('POST', uploads, 202));
    await expect(upload(randomBytes(9))).rejects.toMatchObject({ code: 'image_registry_unclear' });
  });

  it('registry client: a read-only registry is not written to', async () => {
    const still = await startRegistry(folder, { readOnly: true, storage: registry.storage });
    await expect(client.uploadBlob({ ...at, host: still.host }, blobOf(randomBytes(9)), {})).rejects.toMatchObject({
      code: 'image_registry_refused',
    });
    await still.stop();
  });

  it('registry client: a blob that changed on the way is refused, and nothing of it stays', async () => {
    const bytes = Buffer.from('right');
    await upload(bytes);
    faulty.plan({ method: 'GET', path: /blobs/, does: { kind: 'body', body: 'wrong' } });
    const blob = { digest: hashBytes(bytes), size: 5 };
    await expect(client.fetchBlob(at, blob, join(folder, 'changed'))).rejects.toMatchObject({
      code: 'image_registry_digest',
      details: { expected: blob.digest },
    });
    faulty.plan({ method: 'GET', path: /blobs/, does: { kind: 'body', body: 'more than was said' } });
    await expect(client.fetchBlob(at, blob, join(folder, 'changed'))).rejects.toMatchObject({
      code: 'image_registry_digest',
    });
    expect(await readdir(folder)).not.toContain('changed');
  });

  it('registry client: bytes that are not of their digest are not kept by the registry', async () => {
    const [meant, sent] = [blobOf(Buffer.from('meant')), blobOf(Buffer.from('sends'))];
    await expect(client.uploadBlob(at, { ...meant, open: sent.open }, {})).rejects.toMatchObject({
      code: 'image_registry_digest',
    });
    expect(await client.findBlob(at, meant.digest)).toBeUndefined();
  });

  it('registry client: a download that is cut goes on where it was', async () => {
    const bytes = randomBytes(3 * MiB);
    await upload(bytes);
    const cut = { method: 'GET', path: /blobs/, does: { kind: 'cut-answer', afterBytes: MiB } } as const;
    faulty.plan(cut, cut);
    await client.fetchBlob(at, { digest: hashBytes(bytes), size: bytes.byteLength }, join(folder, `cut-${number}`));
    expect(bytes.equals(await readFile(join(folder, `cut-${number}`)))).toBe(true);
    const ranges = faulty.seen.filter(({ method }) => method === 'GET').map(({ headers }) => headers.range);
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toBeUndefined();
    expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d+-$/.test(range ?? ''))).toBe(true);
  });

  it('registry client: a registry that takes a manifest for another one, or gives another one, is refused', async () => {
    await upload(Buffer.from('{}'));
    const descriptor = { digest: hashBytes('{}'), size: 2 };
    const document = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: mediaTypes.manifest,
        config: { mediaType: mediaTypes.empty, ...descriptor },
        layers: [{ mediaType: mediaTypes.layer, ...descriptor }],
      }),
    );
    const manifest = { digest: hashBytes(document), bytes: document, mediaType: mediaTypes.manifest };
    const other = { 'docker-content-digest': hashBytes('other') };
    const code = 'image_registry_digest';
    faulty.plan({ method: 'PUT', path: /manifests/, does: { kind: 'headers', headers: other } });
    await expect(client.putManifest(at, 'v1', manifest)).rejects.toMatchObject({
      code,
      details: { expected: manifest.digest },
    });
    await client.putManifest(at, 'v1', manifest);
    expect(await client.findManifest(at, 'v1')).toBe(manifest.digest);
    expect(await client.getManifest(at, 'v1')).toEqual(manifest);
    faulty.plan({ method: 'GET', path: /manifests/, does: { kind: 'headers', headers: other } });
    await expect(client.getManifest(at, 'v1')).rejects.toMatchObject({ code });
    faulty.plan({ method: 'GET', path: /manifests/, does: { kind: 'body', body: '{"schemaVersion":2}' } });
    await expect(client.getManifest(at, manifest.digest)).rejects.toMatchObject({ code });
    expect(await client.getManifest(at, 'v2')).toBeUndefined();
    expect(await client.getManifest({ ...at, name: 'nowhere' }, 'v2')).toBeUndefined();
  });
});
