import { StewardError } from '../../../domain/errors';
import type { Observation } from '../../../domain/ports/target';
import { hashBytes } from '../../../formats/hash';
import { type RestartPolicy, runProcess } from '../../../serving/local-host/run-process';
import type { ChildEnd, RunningChild } from '../../../serving/local-host/start-child';

const image = hashBytes('image');
const ready = { state: 'ready', image, versionDirectory: '7' } as const;
const standard: RestartPolicy = {
  what: 'model server',
  starting: 'the model is loaded',
  longestPause: 10_000,
  forgiven: { kills: 3, ends: 0 },
};

/** A run whose starts, ends and pauses the test decides, one after the other. */
function controlled(policy = standard) {
  const starts: { succeed(): Handle; fail(error: unknown): void }[] = [];
  const pauses: { ms: number; over(): void }[] = [];
  const seen: Observation[] = [];
  const stopped: number[] = [];
  let time = 0;
  const run = runProcess(ready, policy, {
    start: () =>
      new Promise<RunningChild>((resolve, reject) => {
        const port = 40_000 + starts.length;
        starts.push({
          succeed: () => {
            let end: (how: ChildEnd) => void = () => undefined;
            const ended = new Promise<ChildEnd>((done) => (end = done));
            resolve({ pid: port + 1, port, ended, stop: () => Promise.resolve(void stopped.push(port)) });
            return { end: (why: string) => end({ why, killed: true }) };
          },
          fail: reject,
        });
      }),
    now: () => time,
    pause: (ms, signal) =>
      new Promise((resolve) => {
        const over = () => {
          signal.removeEventListener('abort', over);
          resolve();
        };
        signal.addEventListener('abort', over);
        pauses.push({ ms, over });
      }),
    onChange: (observation) => seen.push(observation),
  });
  return { run, starts, pauses, seen, stopped, pass: (ms: number) => (time += ms) };
}

interface Handle {
  end(why: string): void;
}

/** Lets everything that waits on promises alone go as far as it can. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('process run', () => {
  it('process run: gives its port to uses while it is ready, and to none otherwise', async () => {
    const { run, starts } = controlled();
    expect(run.use(() => Promise.resolve())).toBeUndefined();
    expect(run.pid()).toBeUndefined();
    const handle = starts[0]?.succeed();
    await settle();
    expect(run.observe()).toEqual(ready);
    expect(run.pid()).toBe(40_001);
    expect(await run.use((port) => Promise.resolve(port))).toBe(40_000);
    handle?.end('it was ended by SIGKILL');
    await settle();
    expect(run.use(() => Promise.resolve())).toBeUndefined();
    expect(run.pid()).toBeUndefined();
    expect(run.observe()).toEqual({
      state: 'starting',
      detail: 'the model server is started again: it was ended by SIGKILL',
    });
  });

  it('process run: pauses longer after each failure, up to ten seconds, and afresh after a calm minute', async () => {
    const { starts, pauses, pass } = controlled();
    for (let at = 0; at < 9; at += 1) {
      starts[at]?.fail(new Error('no'));
      await settle();
      pauses[at]?.over();
      await settle();
    }
    expect(pauses.map(({ ms }) => ms)).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
    const handle = starts[9]?.succeed();
    await settle();
    pass(61_000);
    handle?.end('out of memory');
    await settle();
    expect(pauses.at(-1)?.ms).toBe(100);
  });

  it('process run: a model that does not load is failed at once, and ready if a later start succeeds', async () => {
    const { run, starts, pauses } = controlled();
    starts[0]?.fail(new StewardError('model_server_failed', { why: 'The graph is broken.', killed: false }));
    await settle();
    expect(run.observe()).toEqual({ state: 'failed', code: 'stage_failed', detail: 'The graph is broken.' });
    pauses[0]?.over();
    await settle();
    expect(run.observe()).toMatchObject({ state: 'failed' });
    starts[1]?.succeed();
    await settle();
    expect(run.observe()).toEqual(ready);
  });

  it('process run: being killed while it loads is forgiven three times', async () => {
    const { run, starts, pauses } = controlled();
    const states = [];
    for (let at = 0; at < 4; at += 1) {
      starts[at]?.fail(new StewardError('model_server_failed', { why: 'it was ended by SIGKILL', killed: true }));
      await settle();
      states.push(run.observe().state);
      pauses[at]?.over();
      await settle();
    }
    expect(states).toEqual(['starting', 'starting', 'starting', 'failed']);
  });

  it('process run: where kills are no failure, they neither count nor lengthen a pause', async () => {
    const { run, starts, pauses } = controlled({ ...standard, forgiven: { kills: Infinity, ends: 1 } });
    for (let at = 0; at < 9; at += 1) {
      starts[at]?.fail(new StewardError('gateway_failed', { why: 'it was ended by SIGKILL', killed: true }));
      await settle();
      pauses[at]?.over();
      await settle();
    }
    expect(run.observe()).toMatchObject({ state: 'starting' });
    expect(new Set(pauses.map(({ ms }) => ms))).toEqual(new Set([100]));
    for (const state of ['starting', 'failed']) {
      starts.at(-1)?.fail(new StewardError('gateway_failed', { why: 'The spool is held.', killed: false }));
      await settle();
      expect(run.observe()).toMatchObject({ state });
      pauses.at(-1)?.over();
      await settle();
    }
  });

  it('process run: stops when the last use is over, or the time for that is', async () => {
    const { run, starts, pauses, stopped } = controlled();
    starts[0]?.succeed();
    await settle();
    let finish: () => void = () => undefined;
    void run.use(() => new Promise<void>((resolve) => (finish = resolve)));
    let ended = false;
    const stop = run.stop(5_000).then(() => (ended = true));
    await settle();
    expect({ ended, drain: pauses[0]?.ms, stopped }).toEqual({ ended: false, drain: 5_000, stopped: [] });
    finish();
    await stop;
    expect(stopped).toEqual([40_000]);

    const other = controlled();
    other.starts[0]?.succeed();
    await settle();
    void other.run.use(() => new Promise<void>(() => undefined));
    const stopping = other.run.stop(5_000);
    other.pauses[0]?.over();
    await stopping;
    expect(other.stopped).toEqual([40_000]);
  });

  it('process run: stopping during a pause ends at once and starts nothing more', async () => {
    const { run, starts } = controlled();
    starts[0]?.fail(new Error('no'));
    await settle();
    await run.stop(5_000);
    await settle();
    expect(starts).toHaveLength(1);
  });
});
