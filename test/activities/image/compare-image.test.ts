import type { ImageInspectInfo } from 'dockerode';
import { whyConfigDiffers, whyLayersDiffer } from '../../../activities/image/docker/compare-image';
import { hashBytes } from '../../../formats/hash';
import type { ImageConfig } from '../../../formats/oci/documents';

const [one, two, own] = [hashBytes('one'), hashBytes('two'), hashBytes('own')];
const asked: ImageConfig = {
  ...{ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [one, two, own] } },
  config: { User: '1001:0', Env: ['A=1', 'B='], Labels: { x: 'y' }, Cmd: ['serve'], WorkingDir: '/srv' },
};

/** As the daemon tells it; what it needs of it. */
const madeOf = (config: object, layers: readonly string[] = [one, two, 'sha256:anything']) =>
  ({
    RootFS: { Type: 'layers', Layers: layers },
    Config: {
      ...{ User: '1001:0', Env: ['B=', 'A=1', 'PATH=/usr/bin'], Labels: { 'steward/build': 'b', x: 'y' } },
      ...{ Cmd: ['serve'], Entrypoint: null, WorkingDir: '/srv', Hostname: '', ...config },
    },
  }) as unknown as ImageInspectInfo;

describe('an image that a daemon made', () => {
  const why = (config: object, layers?: readonly string[]) => whyConfigDiffers(madeOf(config, layers), asked, 'b');

  it('an image that a daemon made: what Docker adds, and the order of variables, means nothing', () => {
    expect(why({})).toBeUndefined();
    expect(why({ Entrypoint: [], ExposedPorts: {} })).toBeUndefined();
  });

  it.each([
    [{ User: '' }, 'its User is empty, not "1001:0"'],
    [{ Labels: { x: 'y' } }, /^its Labels is/],
    [{ Labels: { 'steward/build': 'b', x: 'y', z: '' } }, /^its Labels is/],
    [{ Entrypoint: ['/bin/sh'] }, 'its Entrypoint is ["/bin/sh"], not empty'],
    [{ Cmd: null }, 'its Cmd is empty, not ["serve"]'],
    [{ Env: ['A=1'] }, 'its variable B is not the one that was asked for'],
    [{ Env: ['A=2', 'B='] }, 'its variable A is not the one that was asked for'],
    [{ Env: ['A=1', 'B=', 'C=3'] }, 'its variable C is not the one that was asked for'],
  ])('an image that a daemon made: %j is another', (config, words) => {
    expect(why(config)).toEqual(typeof words === 'string' ? words : expect.stringMatching(words));
  });

  it('an image that a daemon made: is upon the very layers of the base', () => {
    expect(why({}, [one, own, own])).toContain(`layer 2 is ${own}, not the base's ${two}`);
    expect(why({}, [one])).toContain('layer 2 is absent');
  });

  it('an image that a daemon made: has what was sent, and nothing more but the working directory', () => {
    const sent = new Map([
      ['models', 'directory 0755 0:0'],
      ['models/x', 'file 0644 0:0 1 bytes sha256:1'],
    ]);
    const work = new Map([
      ['srv', 'directory 0755 0:0'],
      ['srv/deep', 'directory 0755 0:0'],
    ]);
    expect(whyLayersDiffer([sent], sent)).toBeUndefined();
    expect(whyLayersDiffer([work, sent], sent, '/srv/deep')).toBeUndefined();
    expect(whyLayersDiffer([work, sent], sent, '/srv')).toBe('"srv/deep" is directory 0755 0:0, not absent');
    expect(whyLayersDiffer([], sent)).toBe('"models" is absent, not directory 0755 0:0');
    const other = new Map([...sent, ['models/x', 'file 0644 0:0 1 bytes sha256:2'] as const]);
    expect(whyLayersDiffer([other], sent)).toContain('sha256:2, not file 0644 0:0 1 bytes sha256:1');
    expect(whyLayersDiffer([sent, new Map([['models/.wh.x', 'file 0644 0:0 0 bytes x']])], sent)).toContain('.wh.x');
  });
});
