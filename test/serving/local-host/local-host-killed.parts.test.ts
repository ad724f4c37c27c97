import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type ProcessIdentity, identify, isAlive } from '../../../formats/files/process-identity';
import { type HostClient, clientOf, openBench, release, token } from './local-host-bench';

/** A local host in a process of its own is killed without warning and started again on the same folder and port. */
describe('local host: killed', () => {
  let bench: Awaited<ReturnType<typeof openBench>>;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(async () => {
    await kill();
    await bench.close();
  });

  async function start(port = 0): Promise<HostClient> {
    child = fork(join(__dirname, 'host-process.ts'), [bench.directory, String(port), token], {
      execArgv: ['--require', require.resolve('tsx/cjs')],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const [message] = (await once(child, 'message')) as [{ port: number }];
    return clientOf(message.port);
  }

  async function kill(): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async function pid(host: HostClient, number: number): Promise<number> {
    return ((await (await host.probe(release(number), '/pid')).json()) as { pid: number }).pid;
  }

  async function untilGone(process: ProcessIdentity | undefined): Promise<void> {
    while (process !== undefined && (await isAlive(process))) await wait(5);
  }

  it('local host: killed while one model serves and one is staged, goes on with both and leaves no orphan', async () => {
    let host = await start();
    await host.stage(release(1), await bench.publish({ score: 0.25 }));
    await host.stage(release(2), await bench.publish({ score: 0.5 }));
    await Promise.all([host.until(release(1), 'ready'), host.until(release(2), 'ready')]);
    await host.switchTo(1, null);
    expect(await identify(await pid(host, 1))).toBeDefined();
    const orphans = await Promise.all([pid(host, 1), pid(host, 2)].map(async (number) => identify(await number)));
    await kill();
    await Promise.all(orphans.map(untilGone));

    host = await start(host.port);
    await Promise.all([host.until(release(1), 'ready'), host.until(release(2), 'ready')]);
    expect(await (await host.score()).json()).toEqual({ results: [0.25] });
    expect(await host.serving()).toMatchObject({ release: 1 });
    expect((await host.switchTo(2, 1)).status).toBe(200);
    expect(await (await host.score()).json()).toEqual({ results: [0.5] });
  });

  it('local host: killed while rows wait, its gateways end with it, and the next one ships each row once', async () => {
    let host = await start();
    await host.stage(release(1), await bench.publish({ score: 0.25 }));
    await host.until(release(1), 'ready');
    await host.switchTo(1, null);
    await bench.takeAway();
    const answered = ['a', 'b', 'c'];
    for (const id of answered) expect((await host.score(1, { 'x-request-id': id })).status).toBe(200);
    const gateway = await identify((await bench.gatewayPid(1)) ?? 0);
    expect(gateway).toBeDefined();
    await kill();
    await untilGone(gateway);

    host = await start(host.port);
    await host.until(release(1), 'ready');
    expect((await host.score(1, { 'x-request-id': 'd' })).status).toBe(200);
    await bench.bringBack();
    const expected = [...answered, 'd'].map((id) => `1 ${id}`);
    while ((await bench.arrived()).length < expected.length) await wait(5);
    expect(await bench.arrived()).toEqual(expected);
  });

  it('local host: killed in the middle of a switch, has switched or not, and finishes when told again', async () => {
    let host = await start();
    await host.stage(release(1), await bench.publish({ score: 0.25 }));
    await host.stage(release(2), await bench.publish({ score: 0.5 }));
    await Promise.all([host.until(release(1), 'ready'), host.until(release(2), 'ready')]);
    await host.switchTo(1, null);
    for (const [round, from, to] of [
      [0, 1, 2],
      [1, 2, 1],
      [2, 1, 2],
    ] as const) {
      const told = host.switchTo(to, from).catch(() => undefined);
      await wait(round);
      await kill();
      await told;
      host = await start(host.port);
      await Promise.all([host.until(release(1), 'ready'), host.until(release(2), 'ready')]);
      expect([from, to]).toContain(((await host.serving()) as { release: number }).release);
      expect((await host.switchTo(to, from)).status).toBe(200);
      expect(await (await host.score()).json()).toEqual({ results: [to === 1 ? 0.25 : 0.5] });
    }
  });
});
