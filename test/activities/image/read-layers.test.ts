import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { readLayers } from '../../../activities/image/docker/read-layers';
import { hashBytes } from '../../../formats/hash';
import { scratchFolder } from '../../support/scratch-folder';

async function tarOf(files: Readonly<Record<string, string | Buffer>>, mode = 0o644): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files))
    if (name.endsWith('/')) tar.entry({ name, type: 'directory', mode: 0o755 });
    else tar.entry({ name, mode }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of Readable.from(tar) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('layers of an exported image', () => {
  const folder = scratchFolder();
  const draft = join(folder, 'draft');
  const limits = { bytes: 100_000, entries: 10 };
  const read = (exported: Buffer | Readable, ...layers: readonly Buffer[]) =>
    readLayers(
      exported instanceof Readable ? exported : Readable.from([exported]),
      layers.map((layer) => hashBytes(layer)),
      draft,
      limits,
    );
  afterEach(() => expect(existsSync(draft)).toBe(false));

  it('layers of an exported image: are found by their digest, under whatever name, compressed or not', async () => {
    const [model, below] = [await tarOf({ './': '', 'models/': '', 'models/x': 'X' }), await tarOf({ base: 'B' })];
    const listed = new Map([
      ['models', 'directory 0755 0:0'],
      ['models/x', `file 0644 0:0 1 bytes ${hashBytes('X')}`],
    ]);
    for (const exported of [
      await tarOf({ 'b/layer.tar': below, 'b/json': '{}', 'a/layer.tar': model, 'manifest.json': '[]' }),
      await tarOf({ 'index.json': '{}', 'blobs/sha256/1': gzipSync(model), 'blobs/sha256/0': gzipSync(below) }),
    ]) {
      expect((await read(exported, model))?.map(({ entries }) => entries)).toEqual([listed]);
      const both = await read(exported, below, model);
      expect(both?.map(({ tar }) => tar.digest)).toEqual([hashBytes(below), hashBytes(model)]);
    }
  });

  it('layers of an exported image: one that is missing, too large or not what its name says is none', async () => {
    const model = await tarOf({ 'models/x': 'X' });
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const exported = await tarOf({ bomb, 'broken.gz': gzipSync(model).subarray(0, 40), large: randomBytes(200_000) });
    expect(await read(exported, model)).toBeUndefined();
    expect(await read(await tarOf({ layer: model }), model, Buffer.from('another'))).toBeUndefined();
    expect(await read(await tarOf({ large: Buffer.alloc(200_000) }), Buffer.alloc(200_000))).toBeUndefined();
  });

  it('layers of an exported image: refuses what never ends, and tells what broke off', async () => {
    const crowd = await tarOf(Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`f${at}`, ''])));
    await expect(read(await tarOf({ layer: crowd }), crowd)).rejects.toThrow('more than 10 entries');
    const many = await tarOf(Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`d${at}/`, ''])));
    await expect(read(many, crowd)).rejects.toThrow('more than 10000 parts');
    const model = await tarOf({ 'models/x': 'X' });
    const exported = await tarOf({ layer: model, rest: model });
    await expect(read(exported.subarray(0, 1_000), model)).rejects.toThrow();
    async function* broken() {
      yield exported.subarray(0, 1_000);
      await Promise.resolve();
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    }
    await expect(read(Readable.from(broken()), model)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('layers of an exported image: a disk of ours that does not take it is told as that', async () => {
    const model = await tarOf({ 'models/x': 'X' });
    const taken = join(folder, 'taken');
    await mkdir(taken);
    const exported = Readable.from([await tarOf({ layer: model })]);
    await expect(readLayers(exported, [hashBytes(model)], join(taken, 'x'.repeat(300)), limits)).rejects.toMatchObject({
      code: 'ENAMETOOLONG',
    });
  });
});
