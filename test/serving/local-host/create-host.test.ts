import type { Observation } from '../../../domain/ports/target';
import type { StageMessage } from '../../../formats/local-host/messages';
import { hashBytes } from '../../../formats/hash';
import { createHost } from '../../../serving/local-host/create-host';
import type { HostState } from '../../../serving/local-host/state-file';

const image = hashBytes('image');
const place = { project: 'hmeq', environment: 'production' };
const one = { ...place, release: 1 };
const message: StageMessage = {
  label: 'v1',
  image,
  layout: '/images',
  versionDirectory: '7',
  packageDigest: hashBytes('package'),
  contract: { inputs: [], outputs: [], outcome: { name: 'BAD', event: '1' } },
  call: { method: 'regress', signature: 'serving_default', rows: 'examples', score: { kind: 'value' } },
  recording: { mode: 'fast', whenFull: 'gap' },
};

/** A host over a disk that can be full. */
function openHost(state: HostState = { version: 2, deployments: [], serving: [] }) {
  const disk = { state, full: false };
  const running: string[] = [];
  const host = createHost({
    state,
    save: (next) => {
      if (disk.full) return Promise.reject(new Error('full'));
      disk.state = next;
      return Promise.resolve();
    },
    run: ({ release }) => {
      running.push(`run ${release}`);
      return {
        observe: (): Observation => ({ state: 'ready', image, versionDirectory: '7' }),
        pids: () => ({ modelServer: 3, gateway: 4 }),
        restarts: () => 0,
        score: (work) => work(1),
        probe: (work) => work(2),
        stop: () => Promise.resolve(void running.push(`stop ${release}`)),
      };
    },
    keepImages: () => Promise.resolve(),
    limit: 3,
  });
  return { host, disk, running };
}

describe('host', () => {
  it('host: a change that cannot be written down has not happened', async () => {
    const { host, disk, running } = openHost();
    disk.full = true;
    await expect(host.stage(one, message)).rejects.toThrow('full');
    expect(host.observe(one)).toEqual({ state: 'absent' });
    expect(running).toEqual([]);
    disk.full = false;
    await host.stage(one, message);
    disk.full = true;
    await expect(host.switchTo(place, { release: 1, expectedPrevious: null })).rejects.toThrow('full');
    expect(host.serving(place)).toBeUndefined();
    expect(host.servingModel(place)).toBeUndefined();
    await expect(host.withdraw(one)).rejects.toThrow('full');
    expect(host.observe(one)).toMatchObject({ state: 'ready' });
    expect(running).toEqual(['run 1']);
  });

  it('host: goes on with what its state says', () => {
    const deployments = [1, 2].map((release) => ({ ...message, ...place, release }));
    const { host, running } = openHost({ version: 2, deployments, serving: [{ ...place, release: 2 }] });
    expect(running).toEqual(['run 1', 'run 2']);
    expect(host.serving(place)).toEqual({ release: 2, label: 'v1', image });
    expect(host.deployments(place).map(({ release }) => release)).toEqual([1, 2]);
    expect(host.readiness()).toEqual([{ deployment: { ...place, release: 2 }, observation: host.observe(one) }]);
  });

  it('host: a release is staged once, with what it was told first', async () => {
    const { host, disk, running } = openHost();
    await host.stage(one, message);
    await host.stage(one, { ...message, recording: { mode: 'durable', whenFull: 'refuse' } });
    expect(running).toEqual(['run 1']);
    expect(disk.state.deployments).toMatchObject([{ release: 1, recording: { mode: 'fast', whenFull: 'gap' } }]);
  });

  it('host: environments and projects do not touch each other', async () => {
    const { host } = openHost();
    const staging = { project: 'hmeq', environment: 'staging' };
    const other = { project: 'churn', environment: 'production' };
    for (const where of [place, staging, other]) await host.stage({ ...where, release: 1 }, message);
    await host.switchTo(place, { release: 1, expectedPrevious: null });
    expect(host.serving(staging)).toBeUndefined();
    expect(host.serving(other)).toBeUndefined();
    await host.withdraw({ ...staging, release: 1 });
    expect(host.observe(one)).toMatchObject({ state: 'ready' });
  });
});
