import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { probeHeader } from '../../../formats/local-host/paths';
import { gatewayPassword } from './gateway-settings';
import { type HostClient, openBench, release, token } from './local-host-bench';

let bench: Awaited<ReturnType<typeof openBench>>;
let host: HostClient;

beforeEach(async () => {
  bench = await openBench();
  host = await bench.start();
});
afterEach(() => bench.close());

async function stageReady(number: number, behaviour: Parameters<typeof bench.publish>[0]) {
  await host.stage(release(number), await bench.publish(behaviour));
  return host.until(release(number), 'ready');
}

async function scoreOf(answer: Promise<Response>): Promise<unknown> {
  const { results } = (await (await answer).json()) as { results?: unknown[] };
  return results?.[0];
}

async function pidOf(answer: Promise<Response>): Promise<number> {
  return ((await (await answer).json()) as { pid: number }).pid;
}

describe('local host: staging', () => {
  it('local host: runs an image by digest without traffic, and says what runs', async () => {
    const image = await bench.publish({ score: 0.25 });
    expect(await host.observe(release(1))).toEqual({ state: 'absent' });
    expect((await host.stage(release(1), image)).status).toBe(202);
    const { versionDirectory } = image;
    expect(await host.until(release(1), 'ready')).toEqual({ state: 'ready', image: image.image, versionDirectory });
    expect((await host.probe(release(1), `/versions/${versionDirectory}/metadata`)).status).toBe(200);
    expect((await host.score()).status).toBe(404);
    expect(await host.serving()).toBeNull();
  });

  it('local host: staging again is one effect, with another image a conflict', async () => {
    const image = await bench.publish({ score: 0.25 });
    await Promise.all([host.stage(release(1), image), host.stage(release(1), image)]);
    await host.until(release(1), 'ready');
    const pid = await pidOf(host.probe(release(1), '/pid'));
    expect((await host.stage(release(1), { ...image, label: 'champion' })).status).toBe(202);
    expect(await pidOf(host.probe(release(1), '/pid'))).toBe(pid);
    expect(await host.stage(release(1), await bench.publish({ score: 0.5 }))).toMatchObject({
      status: 409,
      body: { code: 'stage_conflict', details: { release: 'r1', environment: 'production' } },
    });
    const listed = (await host.call('GET', '/-/deployments/hmeq/production')).body;
    expect(listed).toEqual({ deployments: [release(1)] });
  });

  it('local host: a model that does not load is failed at once, with its own reason', async () => {
    await host.stage(release(1), await bench.publish({ refuse: 'The model needs the op TreeEnsemble.' }));
    const seen = await host.until(release(1), 'failed');
    expect(seen).toMatchObject({
      code: 'stage_failed',
      detail: expect.stringMatching(/TreeEnsemble.*status 1/) as string,
    });
    expect(await host.switchTo(1, null)).toMatchObject({ status: 503, body: { code: 'switch_not_ready' } });
    expect((await host.withdraw(release(1))).body).toEqual({ state: 'absent' });
  });

  it('local host: never runs bytes that are not of their digest', async () => {
    const image = await bench.publish({ score: 0.25 });
    const blob = bench.layerFile(image);
    await writeFile(blob, Buffer.alloc(10_240));
    await host.stage(release(1), image);
    const seen = await host.until(release(1), 'failed');
    expect(seen).toMatchObject({ detail: expect.stringContaining(`sha256:${basename(blob)}`) as string });
    expect(await readdir(join(bench.directory, 'images'))).toEqual([]);
    expect(await readdir(join(bench.directory, 'unfinished'))).toEqual([]);
  });

  it('local host: says that an image is not there', async () => {
    const image = await bench.publish({ score: 0.25 });
    await host.stage(release(1), { ...image, layout: join(bench.folder, 'elsewhere') });
    expect(await host.until(release(1), 'failed')).toMatchObject({
      detail: expect.stringContaining(`no blob ${image.image}`) as string,
    });
  });

  it('local host: runs no more models than its limit', async () => {
    const image = await bench.publish({ score: 0.25 });
    for (const number of [1, 2, 3, 4]) expect((await host.stage(release(number), image)).status).toBe(202);
    expect(await host.stage(release(5), image)).toMatchObject({ status: 507, body: { code: 'target_full' } });
  });

  it('local host: forgets an unpacked image with the last deployment that needs it', async () => {
    const image = await bench.publish({ score: 0.25 });
    await Promise.all([host.stage(release(1), image), host.stage(release(2), image)]);
    await Promise.all([host.until(release(1), 'ready'), host.until(release(2), 'ready')]);
    await host.withdraw(release(1));
    expect(await readdir(join(bench.directory, 'images'))).toEqual([image.image.slice(7)]);
    await host.withdraw(release(2));
    expect(await readdir(join(bench.directory, 'images'))).toEqual([]);
    expect((await host.withdraw(release(2))).body).toEqual({ state: 'absent' });
  });
});

describe('local host: traffic', () => {
  it('local host: says clearly that nothing serves yet, and what to do', async () => {
    const answer = await host.score();
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: 'No version of hmeq serves in production yet; release one with `deploy` first.',
    });
    expect((await fetch(`${host.url}/favicon.ico`)).status).toBe(404);
  });

  it('local host: switches, reads back, and switches once however often it is told', async () => {
    await stageReady(1, { score: 0.25 });
    await stageReady(2, { score: 0.5 });
    expect((await host.switchTo(1, null)).body).toMatchObject({ serving: { release: 1, label: 'v1' } });
    expect(await scoreOf(host.score())).toBe(0.25);
    expect((await host.switchTo(1, null)).status).toBe(200);
    expect(await host.switchTo(2, null)).toMatchObject({
      status: 409,
      body: { code: 'switch_conflict', details: { environment: 'production', actual: 'r1', expected: 'nothing' } },
    });
    expect((await host.switchTo(2, 1)).status).toBe(200);
    expect(await scoreOf(host.score())).toBe(0.5);
    expect(await host.serving()).toMatchObject({ release: 2 });
    expect((await host.withdraw(release(1))).status).toBe(200);
    expect(await host.withdraw(release(2))).toMatchObject({ status: 409, body: { code: 'withdraw_serving' } });
  });

  it('local host: gives traffic to nothing that is not ready', async () => {
    await stageReady(1, { score: 0.25 });
    await host.switchTo(1, null);
    expect(await host.switchTo(2, 1)).toMatchObject({ status: 503, body: { code: 'switch_not_ready' } });
    expect(await scoreOf(host.score())).toBe(0.25);
  });

  it('local host: a request on its way finishes on the model that it reached, though that is withdrawn', async () => {
    const [gate, note] = [join(bench.folder, 'gate'), join(bench.folder, 'note')];
    await stageReady(1, { score: 0.25, wait: gate, note });
    await stageReady(2, { score: 0.5 });
    await host.switchTo(1, null);
    const early = scoreOf(host.score());
    for (let seen: string[] = []; !seen.includes('note'); seen = await readdir(bench.folder));
    await host.switchTo(2, 1);
    expect(await scoreOf(host.score())).toBe(0.5);
    const withdrawn = host.withdraw(release(1));
    for (let state = ''; state !== 'absent'; state = (await host.observe(release(1))).state);
    await writeFile(gate, '');
    expect(await early).toBe(0.25);
    expect((await withdrawn).status).toBe(200);
  });

  it('local host: refuses not one request while traffic is switched to and fro', async () => {
    await stageReady(1, { score: 0.25 });
    await stageReady(2, { score: 0.5 });
    await host.switchTo(1, null);
    let going = true;
    const answers: unknown[] = [];
    const clients = Array.from({ length: 8 }, async () => {
      while (going) answers.push(await scoreOf(host.score()));
    });
    for (let turn = 0; turn < 20; turn += 1) await host.switchTo(turn % 2 === 0 ? 2 : 1, turn % 2 === 0 ? 1 : 2);
    going = false;
    await Promise.all(clients);
    expect(answers.length).toBeGreaterThan(20);
    expect(new Set(answers)).toEqual(new Set([0.25, 0.5]));
  });

  it('local host: starts a model server again that was killed', async () => {
    await stageReady(1, { score: 0.25 });
    await host.switchTo(1, null);
    const first = await pidOf(host.model('/pid'));
    process.kill(first, 'SIGKILL');
    let pid = first;
    while (pid === first || pid === undefined) pid = await pidOf(host.model('/pid'));
    expect(await host.observe(release(1))).toMatchObject({ state: 'ready' });
    expect(bench.lines.join('')).toMatch(/started again: it was ended by SIGKILL/);
  });

  it('local host: tells who answers, and of a model server that was killed that it is being started', async () => {
    expect((await host.processes()).body).toEqual({ processes: null });
    await stageReady(1, { score: 0.25 });
    expect((await host.processes()).body).toEqual({ processes: null });
    await host.switchTo(1, null);
    const modelServer = await pidOf(host.model('/pid'));
    const gateway = await bench.gatewayPid(1);
    expect((await host.processes()).body).toEqual({ processes: { release: 1, label: 'v1', modelServer, gateway } });
    process.kill(modelServer, 'SIGKILL');
    let seen = await host.processes();
    while (!JSON.stringify(seen.body).includes('null')) seen = await host.processes();
    expect(seen.body).toMatchObject({ processes: { release: 1, label: 'v1', modelServer: null } });
    expect((await host.call('GET', '/-/processes/hmeq/production', undefined, 'wrong')).status).toBe(401);
  });

  it('local host: passes bytes and headers through untouched, and alone says what is a probe', async () => {
    await stageReady(1, { score: 0.25 });
    await host.switchTo(1, null);
    const body = Buffer.from('{"x": 1100.0, "y": NaN}\r\n\u00fc\u0000', 'utf8');
    const headers = { 'content-type': 'application/json', 'x-trace': 'abc', [probeHeader]: 'r9' };
    const answer = await fetch(`${host.url}/hmeq/production/v1/models/hmeq/echo`, { method: 'POST', body, headers });
    const seen = (await answer.json()) as { body: string; headers: Record<string, string> };
    expect(Buffer.from(seen.body, 'base64')).toEqual(body);
    expect(seen.headers).toMatchObject({ 'content-type': 'application/json', 'x-trace': 'abc' });
    expect(seen.headers).not.toHaveProperty(probeHeader);
    const probed = (await (await host.probe(release(1), '/echo')).json()) as { headers: Record<string, string> };
    expect(probed.headers).toHaveProperty(probeHeader, 'r1');
    expect(probed.headers).not.toHaveProperty('authorization');
  });

  it('local host: the model server’s own refusal reaches the client as it is', async () => {
    await stageReady(1, { score: 0.25 });
    await host.switchTo(1, null);
    const answer = await host.model('/nothing');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: 'Malformed request: GET /v1/models/hmeq/nothing' });
  });
});

describe('local host: bounds and refusals', () => {
  it('local host: refuses a body of more than 4 MB', async () => {
    const post = (body: string | ReadableStream) =>
      fetch(`${host.url}/hmeq/production/v1/models/hmeq:regress`, {
        method: 'POST',
        body,
        duplex: 'half',
      });
    expect((await post('x'.repeat(4 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await post('x'.repeat(4 * 1024 * 1024))).status).toBe(404);
  });

  it('local host: answers a bounded number of requests at once and tells the others to come again', async () => {
    await bench.stop();
    host = await bench.start({ maxInFlight: 2 });
    const gate = join(bench.folder, 'gate');
    const note = join(bench.folder, 'note');
    await stageReady(1, { score: 0.25, wait: gate, note });
    await host.switchTo(1, null);
    const held = [host.score(), host.score()].map(scoreOf);
    let answer = await host.score(3);
    while (answer.status !== 429) answer = await host.score(3);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toHaveProperty('error');
    await writeFile(gate, '');
    expect(await Promise.all(held)).toEqual([0.25, 0.25]);
    expect(await scoreOf(host.score())).toBe(0.25);
  });

  it('local host: the control address wants the token, the scoring address does not', async () => {
    const refusal = { status: 401, body: { code: 'target_token_refused' } };
    expect(await host.call('GET', '/-/serving/hmeq/production', undefined, 'wrong')).toMatchObject(refusal);
    expect((await host.probe(release(1), '/pid', 'wrong')).status).toBe(401);
    expect((await fetch(`${host.url}/-/serving/hmeq/production`)).status).toBe(401);
  });

  it.each([
    ['no JSON', '/-/deployments/hmeq/production/1', '{'],
    ['a relative layout', '/-/deployments/hmeq/production/1', { label: 'v1', layout: 'images', versionDirectory: '1' }],
    ['a folder name that climbs', '/-/deployments/hmeq/production/1', { layout: '/i', versionDirectory: '../1' }],
    ['a name that climbs', '/-/deployments/..%2f..%2fetc/production/1', {}],
    ['release 0', '/-/deployments/hmeq/production/0', {}],
    ['an unknown address', '/-/else/hmeq/production/1', {}],
  ])('local host: refuses %s', async (_what, path, message) => {
    const { status, body } = await host.call('PUT', path, message);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'target_request_refused' });
    expect((await host.call('GET', '/-/deployments/hmeq/production')).body).toEqual({ deployments: [] });
  });

  it('local host: tells neither its model servers nor its log its secrets', async () => {
    await stageReady(1, { score: 0.25 });
    await host.call('PUT', `/-/deployments/hmeq/production/2?${token}`, `"${token}"`);
    const told = await (await host.probe(release(1), '/pid')).text();
    await bench.takeAway();
    await host.switchTo(1, null);
    await host.score();
    await bench.stop();
    // The stand-in gateway told its log where rows wait for.
    expect(bench.lines.join('')).toMatch(/rows wait for postgres:.*redacted/);
    for (const secret of [token, gatewayPassword]) {
      expect(told).not.toContain(secret);
      expect(bench.lines.join('')).not.toContain(secret);
    }
  });
});

describe('local host: its own start and health', () => {
  it('local host: goes on after a stop, and is ready when all that has traffic can answer', async () => {
    const ready = async () => {
      const answer = await fetch(`${host.url}/readyz`);
      return { status: answer.status, body: await answer.json() };
    };
    expect(await ready()).toEqual({ status: 200, body: { ready: true, checks: {} } });
    await stageReady(1, { score: 0.25 });
    await host.switchTo(1, null);
    await bench.stop();
    host = await bench.start();
    await host.until(release(1), 'ready');
    const checks = { 'hmeq/production r1': { ok: true } };
    expect(await ready()).toEqual({ status: 200, body: { ready: true, checks } });
    expect(await scoreOf(host.score())).toBe(0.25);
  });

  it('local host: is alive but not ready while what has traffic cannot answer, and comes back by itself', async () => {
    const image = await bench.publish({ score: 0.25 });
    const layer = bench.layerFile(image);
    await host.stage(release(1), image);
    await host.until(release(1), 'ready');
    await host.switchTo(1, null);
    await bench.stop();
    await rm(join(bench.directory, 'images'), { recursive: true });
    await rename(layer, `${layer}.away`);
    host = await bench.start();
    await host.until(release(1), 'failed');
    expect((await fetch(`${host.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${host.url}/healthz`)).status).toBe(200);
    const refused = await host.score();
    expect(refused.status).toBe(503);
    expect(await refused.json()).toEqual({ error: expect.stringContaining('is not ready') as string });
    await rename(`${layer}.away`, layer);
    await host.until(release(1), 'ready');
    expect(await scoreOf(host.score())).toBe(0.25);
  });

  it('local host: refuses to forget what it ran when its state is damaged', async () => {
    const state = join(bench.directory, 'state.json');
    await host.stage(release(1), await bench.publish({ score: 0.25 }));
    await bench.stop();
    await writeFile(state, '{"version":1');
    await expect(bench.start()).rejects.toMatchObject({ code: 'local_host_state_damaged', details: { path: state } });
    await writeFile(state, JSON.stringify({ version: 2, deployments: [], serving: [] }));
    host = await bench.start();
    expect(await host.observe(release(1))).toEqual({ state: 'absent' });
  });

  it('local host: does not serve unrecorded what an older one served', async () => {
    const state = join(bench.directory, 'state.json');
    await bench.stop();
    await writeFile(state, JSON.stringify({ version: 1, deployments: [], serving: [] }));
    await expect(bench.start()).rejects.toMatchObject({ code: 'local_host_state_old', details: { path: state } });
    await rm(state);
    host = await bench.start();
    expect(await host.observe(release(1))).toEqual({ state: 'absent' });
  });

  it('local host: works alone in its folder', async () => {
    await expect(bench.start()).rejects.toMatchObject({ code: 'local_host_running' });
  });

  it('local host: says that its port is taken', async () => {
    const directory = join(bench.folder, 'second');
    await expect(bench.start({ directory, port: host.port })).rejects.toMatchObject({
      code: 'port_taken',
      details: { port: host.port },
    });
  });
});
