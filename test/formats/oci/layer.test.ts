import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import type { Digest } from '../../../domain/digest';
import { unpackLayer } from '../../../formats/oci/unpack-layer';
import { type LayerFile, writeLayer } from '../../../formats/oci/write-layer';

const limits = { bytes: 1_000_000, entries: 50 };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layer-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function onDisk(name: string, content: string): Promise<LayerFile['content']> {
  const file = join(folder, name);
  await writeFile(file, content, { mode: 0o600 });
  const sha256: Digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  return { file, size: Buffer.byteLength(content), sha256 };
}

async function hostileTar(entries: readonly { name: string; type?: 'file' | 'symlink' | 'link'; linkname?: string }[]) {
  const tar = pack();
  for (const { name, type, linkname } of entries) {
    if (type === undefined || type === 'file') tar.entry({ name }, 'content');
    else tar.entry({ name, type, linkname: linkname ?? '/etc/passwd' });
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  const path = join(folder, 'hostile.tar');
  await writeFile(path, Buffer.concat(chunks));
  return path;
}

async function unpack(path: string, within = limits) {
  return unpackLayer(path, await mkdtemp(join(folder, 'into-')), within);
}

describe('layer', () => {
  it('layer: the same files in another order, with other modes and times, give the same bytes', async () => {
    const a = { path: 'models/m/1/a.txt', content: await onDisk('a', 'alpha') };
    const b = { path: 'models/m/1/variables/b.bin', content: await onDisk('b', 'beta') };
    const first = await writeLayer([a, b], join(folder, 'first.tar'));
    const second = await writeLayer([b, { ...a, content: 'alpha' }], join(folder, 'second.tar'));
    expect(second).toEqual(first);
    expect(await readFile(join(folder, 'second.tar'))).toEqual(await readFile(join(folder, 'first.tar')));
  });

  it('layer: its bytes stay what they are from one release of this code to the next', async () => {
    const long = `models/m/1/${'d'.repeat(120)}/ü.txt`;
    const layer = await writeLayer(
      [
        { path: 'models/m/1/a.txt', content: 'alpha' },
        { path: long, content: 'beta' },
      ],
      join(folder, 'golden.tar'),
    );
    expect(layer).toMatchInlineSnapshot(`
      {
        "digest": "sha256:6bc32455e14c31d10f96fe93730453ff1b7dc36417dd606337d112d841d09ccf",
        "size": 6144,
      }
    `);
  });

  it('layer: names every parent folder before what is in it, all readable by any user', async () => {
    await writeLayer([{ path: 'models/m/1/a.txt', content: 'alpha' }], join(folder, 'l.tar'));
    const into = await mkdtemp(join(folder, 'into-'));
    await unpackLayer(join(folder, 'l.tar'), into, limits);
    expect((await readdir(into, { recursive: true })).sort()).toEqual([
      'models',
      'models/m',
      'models/m/1',
      'models/m/1/a.txt',
    ]);
    expect((await stat(join(into, 'models/m/1/a.txt'))).mode & 0o444).toBe(0o444);
  });

  it('layer: what is unpacked has the bytes and the digest of what was packed', async () => {
    const content = await onDisk('big', 'x'.repeat(300_000));
    const layer = await writeLayer(
      [
        { path: 'models/m/1/big', content },
        { path: 'models/m/1/empty', content: '' },
      ],
      join(folder, 'l.tar'),
    );
    const into = await mkdtemp(join(folder, 'into-'));
    expect(await unpackLayer(join(folder, 'l.tar'), into, limits)).toEqual({ tar: layer });
    expect((await readFile(join(into, 'models/m/1/big'))).byteLength).toBe(300_000);
    expect((await readFile(join(into, 'models/m/1/empty'))).byteLength).toBe(0);
  });

  it('layer: refuses a file that changed since it was registered', async () => {
    const content = await onDisk('a', 'alpha');
    await writeFile(join(folder, 'a'), 'ALPHA');
    await expect(writeLayer([{ path: 'm/a', content }], join(folder, 'l.tar'))).rejects.toMatchObject({
      code: 'image_file_differs',
    });
    await writeFile(join(folder, 'a'), 'longer than before');
    await expect(writeLayer([{ path: 'm/a', content }], join(folder, 'm.tar'))).rejects.toMatchObject({
      code: 'image_file_differs',
    });
  });

  it.each([
    ['a name that climbs', [{ name: '../evil' }], /leaves its folder/],
    ['a name that climbs inside', [{ name: 'models/../../evil' }], /leaves its folder/],
    ['a name with a backslash', [{ name: 'models\\evil' }], /leaves its folder/],
    ['a symlink', [{ name: 'models/link', type: 'symlink' }], /is a symlink, not a file/],
    ['a hard link', [{ name: 'models/link', type: 'link' }], /is a link, not a file/],
    ['the same name twice', [{ name: 'models/a' }, { name: 'models/a' }], /in it twice/],
  ] as const)('unpack: refuses %s', async (_what, entries, why) => {
    const answer = await unpack(await hostileTar(entries));
    expect(answer).toEqual({ refused: expect.stringMatching(why) as string });
    await expect(stat(join(folder, 'evil'))).rejects.toThrow('ENOENT');
  });

  it('unpack: refuses too many entries, too many bytes and a tar that was cut off', async () => {
    const tar = await hostileTar(Array.from({ length: 20 }, (_none, at) => ({ name: `f${at}` })));
    expect(await unpack(tar, { ...limits, entries: 19 })).toEqual({ refused: 'it has more than 19 entries' });
    expect(await unpack(tar, { ...limits, bytes: 5_000 })).toEqual({ refused: 'it is larger than 5000 bytes' });
    await writeFile(tar, (await readFile(tar)).subarray(0, 3 * 512));
    expect(await unpack(tar)).toEqual({ refused: expect.stringMatching(/Unexpected end/) as string });
  });

  it('unpack: refuses what is not a tar', async () => {
    const path = join(folder, 'not.tar');
    await writeFile(path, 'x'.repeat(5_000));
    expect(await unpack(path)).toHaveProperty('refused');
  });
});
