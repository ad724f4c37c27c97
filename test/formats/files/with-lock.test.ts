import { mkdtemp, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityText, isAlive, ownIdentity, parseIdentity } from '../../../formats/files/process-identity';
import { takeLock, withLock } from '../../../formats/files/with-lock';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('lock', () => {
  it('lock: lets one at a time in and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    let total = 0;
    const work = async () => {
      most = Math.max(most, (inside += 1));
      await Promise.resolve();
      total += 1;
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 30 }, () => withLock(path, 20_000, work)));
    expect({ most, total }).toEqual({ most: 1, total: 30 });
    expect(await readdir(folder)).toEqual([]);
  });

  it('lock: is given back when the work fails', async () => {
    const failing = withLock(path, 1_000, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(await withLock(path, 0, () => Promise.resolve('in'))).toBe('in');
  });

  it('lock: a living holder is waited for, then named', async () => {
    const held = await takeLock(path, 0);
    await expect(withLock(path, 5, () => Promise.resolve())).rejects.toMatchObject({
      code: 'store_locked',
      details: { holder: await readlink(path) },
    });
    await held.release();
  });

  it('lock: one that was deleted by hand is not missed, nor is another holder’s removed', async () => {
    const first = await takeLock(path, 0);
    await rm(path);
    const second = await takeLock(path, 0);
    await first.release();
    await expect(takeLock(path, 0)).rejects.toMatchObject({ code: 'store_locked' });
    await rm(path);
    await expect(second.release()).resolves.toBeUndefined();
  });

  it('lock: a dead holder is cleared, by many at once', async () => {
    const own = await ownIdentity();
    await symlink(`${identityText({ ...own, pid: 2 ** 30 })}.dead`, path);
    let total = 0;
    await Promise.all(Array.from({ length: 20 }, () => withLock(path, 20_000, () => Promise.resolve((total += 1)))));
    expect(total).toBe(20);
    expect(await readdir(folder)).toEqual([]);
  });

  it('lock: who died while clearing is cleared too', async () => {
    const own = await ownIdentity();
    const dead = `${identityText({ ...own, pid: 2 ** 30 })}.dead`;
    const clearer = `${identityText({ ...own, pid: 2 ** 30 + 1 })}.clearer`;
    await symlink(dead, path);
    await symlink(clearer, `${path}.${dead}`);
    expect(await withLock(path, 2_000, () => Promise.resolve('in'))).toBe('in');
    expect(await readdir(folder)).toEqual([]);
  });

  it('lock: a holder on another machine is never taken for dead', async () => {
    const own = await ownIdentity();
    await symlink(`${identityText({ ...own, host: 'elsewhere', pid: 2 ** 30 })}.x`, path);
    await expect(withLock(path, 5, () => Promise.resolve())).rejects.toMatchObject({ code: 'store_locked' });
  });
});

describe('process identity', () => {
  it('process identity: survives being written and read', async () => {
    const own = await ownIdentity();
    expect(parseIdentity(`${identityText(own)}.more`)).toEqual(own);
    expect(parseIdentity('anything else')).toBeUndefined();
  });

  it('process identity: the same number with another start is another process', async () => {
    const own = await ownIdentity();
    expect(await isAlive(own)).toBe(true);
    expect(await isAlive({ ...own, start: '1' })).toBe(false);
  });
});
