import { asBuild, isLeftOver, nameImage } from '../../../activities/image/docker/build-names';
import { identityText, ownIdentity } from '../../../formats/files/process-identity';

describe('names of builds', () => {
  const day = 24 * 60 * 60_000;

  it('names of builds: one of this process is left over once it has ended, however it did', async () => {
    const name = await asBuild('one', async (build) => {
      expect(await isLeftOver(build, 0, 2 * day)).toBe(false);
      expect(nameImage(build)).toBe('steward-build:one');
      return build;
    });
    expect(await isLeftOver(name, 0, 0)).toBe(true);
    let failed = '';
    const failing = asBuild('two', (build) => Promise.reject(new Error((failed = build))));
    await expect(failing).rejects.toThrow('two');
    expect(await isLeftOver(failed, 0, 0)).toBe(true);
  });

  it('names of builds: of a process that is gone, that lives, that is elsewhere, and of nobody', async () => {
    const own = await ownIdentity();
    const gone = `${identityText({ ...own, start: '1' })}.x`;
    const elsewhere = `${identityText({ ...own, host: 'another-machine' })}.x`;
    expect(await isLeftOver(gone, 0, 0)).toBe(true);
    expect(await isLeftOver(elsewhere, 0, day)).toBe(false);
    expect(await isLeftOver(elsewhere, 0, day + 1)).toBe(true);
    expect(await isLeftOver('of nobody', 0, day)).toBe(false);
    expect(await isLeftOver('of nobody', 0, day + 1)).toBe(true);
  });
});
