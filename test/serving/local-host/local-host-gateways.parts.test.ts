import { access } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { probePath } from '../../../formats/local-host/paths';
import { type HostClient, openBench, release, token } from './local-host-bench';

let bench: Awaited<ReturnType<typeof openBench>>;
let host: HostClient;

beforeEach(async () => {
  bench = await openBench();
  host = await bench.start();
});
afterEach(() => bench.close());

async function serve(number: number, previous: number | null = null): Promise<void> {
  await host.stage(release(number), await bench.publish({ score: number / 8 }));
  await host.until(release(number), 'ready');
  await host.switchTo(number, previous);
}

/** Scores one row under this reference until it is answered. */
async function scoreRow(id: string): Promise<void> {
  for (;;) {
    const answer = await host.score(1, { 'x-request-id': id });
    await answer.arrayBuffer();
    if (answer.status === 200) return;
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    await wait(5);
  }
}

async function scoreRows(...ids: string[]): Promise<void> {
  for (const id of ids) await scoreRow(id);
}

/** Looks until they are there, each of them once; a test that waits in vain ends by its time limit. */
async function expectArrived(...rows: string[]): Promise<void> {
  while ((await bench.arrived()).length < rows.length) await wait(5);
  expect((await bench.arrived()).sort()).toEqual([...rows].sort());
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function untilGone(path: string): Promise<void> {
  while (await isThere(path)) await wait(5);
}

async function modelPid(number: number): Promise<unknown> {
  return (await host.probe(release(number), '/pid')).json();
}

describe('local host: gateways', () => {
  it('local host: what is scored goes through the gateway, what is probed does not', async () => {
    await serve(1);
    await scoreRow('scored');
    const url = `${host.url}${probePath(release(1))}/v1/models/hmeq:regress`;
    const headers = { authorization: `Bearer ${token}`, 'x-request-id': 'probed' };
    const probed = await fetch(url, { method: 'POST', headers, body: '{"examples":[{}]}' });
    expect(await probed.json()).toEqual({ results: [0.125] });
    await scoreRow('again');
    await expectArrived('1 scored', '1 again');
  });

  it('local host: passes the references of a thousand rows', async () => {
    await serve(1);
    const ids = Array.from({ length: 1_000 }, (_, at) => `application-${at}-of-the-first-quarter-of-this-year-${at}`);
    expect(ids.join(',').length).toBeGreaterThan(50_000);
    expect((await host.score(1_000, { 'x-row-ids': ids.join(',') })).status).toBe(200);
    await expectArrived(`1 ${ids.join(',')}`);
  });

  it('local host: a model whose gateway does not start is failed, with the gateway’s own reason', async () => {
    await host.stage(release(1), { ...(await bench.publish({ score: 0.25 })), label: 'unstartable' });
    expect(await host.until(release(1), 'failed')).toMatchObject({
      code: 'stage_failed',
      detail: expect.stringContaining('The settings are not for me.') as string,
    });
    expect(await host.switchTo(1, null)).toMatchObject({ status: 503, body: { code: 'switch_not_ready' } });
    expect((await host.withdraw(release(1))).body).toEqual({ state: 'absent' });
  });

  it('local host: a gateway that is killed again and again loses no answered row, and its model server stays', async () => {
    await serve(1);
    const model = await modelPid(1);
    let going = true;
    const answered: string[] = [];
    const clients = Array.from({ length: 4 }, async (_, client) => {
      for (let at = 0; going; at += 1) {
        const id = `${client}-${at}`;
        await scoreRow(id);
        answered.push(id);
      }
    });
    for (let kills = 0; kills < 10; kills += 1) {
      const before = answered.length;
      while (answered.length < before + 20) await wait(2);
      process.kill((await bench.gatewayPid(1)) ?? NaN, 'SIGKILL');
    }
    await scoreRow('last');
    going = false;
    await Promise.all(clients);
    await expectArrived(...[...answered, 'last'].map((id) => `1 ${id}`));
    expect(await modelPid(1)).toEqual(model);
    expect(await host.observe(release(1))).toMatchObject({ state: 'ready' });
  });

  it('local host: a model server that is started again gets a gateway again, on the same spool', async () => {
    await serve(1);
    await bench.takeAway();
    await scoreRow('before');
    const { pid } = (await modelPid(1)) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await scoreRow('after');
    await bench.bringBack();
    await expectArrived('1 before', '1 after');
  });
});

describe('local host: spools', () => {
  it('local host: what a withdrawn deployment scored is shipped when PostgreSQL is back, then its spool goes', async () => {
    await serve(1);
    await bench.takeAway();
    await scoreRows('a', 'b');
    await serve(2, 1);
    expect((await host.withdraw(release(1))).status).toBe(200);
    await scoreRow('c');
    expect(await isThere(bench.spoolOf(1))).toBe(true);
    await bench.bringBack();
    await expectArrived('1 a', '1 b', '2 c');
    await untilGone(`${bench.spoolOf(1)}.json`);
    expect(await isThere(bench.spoolOf(1))).toBe(false);
    expect(await isThere(bench.spoolOf(2))).toBe(true);
  });

  it('local host: stopped and started while rows wait, ships those of the living and of the withdrawn', async () => {
    await serve(1);
    await bench.takeAway();
    await scoreRow('a');
    await serve(2, 1);
    await scoreRow('b');
    await host.withdraw(release(1));
    await bench.stop();
    host = await bench.start();
    await host.until(release(2), 'ready');
    await scoreRow('c');
    await bench.bringBack();
    await expectArrived('1 a', '2 b', '2 c');
    await untilGone(`${bench.spoolOf(1)}.json`);
  });

  it('local host: a release that is staged again while its rows wait takes its spool over', async () => {
    await serve(1);
    await bench.takeAway();
    await scoreRow('a');
    await serve(2, 1);
    await host.withdraw(release(1));
    await serve(1, 2);
    await scoreRow('b');
    await bench.bringBack();
    await expectArrived('1 a', '1 b');
  });

  it('local host: a spool that holds nothing goes with its deployment', async () => {
    await host.stage(release(1), await bench.publish({ score: 0.25 }));
    await host.until(release(1), 'ready');
    await host.withdraw(release(1));
    await untilGone(`${bench.spoolOf(1)}.json`);
    expect(await isThere(bench.spoolOf(1))).toBe(false);
  });
});
