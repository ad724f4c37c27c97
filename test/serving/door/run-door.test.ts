import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digest } from '../../../domain/digest';
import type { DoorChoice } from '../../../formats/docker/messages';
import { type RunningDoor, runDoor } from '../../../serving/door/run-door';
import { createLineLogger } from '../../../serving/write-log';

const image: Digest = `sha256:${'ab'.repeat(32)}`;

/** What a gateway answers: its name, after as long as the test wants. */
interface StandIn {
  readonly url: string;
  readonly server: Server;
  ready: boolean;
  /** Answers what is under way. */
  release: () => void;
  held: boolean;
}

async function startGateway(name: string): Promise<StandIn> {
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/-/readyz') {
      response.statusCode = standIn.ready ? 200 : 503;
      return void response.end();
    }
    const answer = () => response.end(name);
    if (standIn.held) waiting.push(answer);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const release = (): void => waiting.splice(0).forEach((answer) => answer());
  const standIn: StandIn = { url, server, ready: true, release, held: false };
  return standIn;
}

describe('door', () => {
  const log = createLineLogger({ write: () => true, process: 'door', secrets: [] });
  let directory = '';
  let door: RunningDoor;
  let gateways: readonly StandIn[] = [];
  const open = () => runDoor({ directory, host: '127.0.0.1', port: 0, controlPort: 0 }, log);

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'door-'));
    gateways = [await startGateway('first'), await startGateway('second')];
    door = await open();
  });
  afterEach(async () => {
    await door.close(100);
    for (const { server } of gateways) server.close().closeAllConnections();
    await rm(directory, { recursive: true, force: true });
  });

  const gateway = (release: number): StandIn => {
    const found = gateways[release - 1];
    if (found === undefined) throw new RangeError(`there is no gateway ${release}`);
    return found;
  };
  const choiceOf = (release: number): DoorChoice => ({
    ...{ release, label: `v${release}`, image },
    gateway: gateway(release).url,
  });
  async function lead(release: number, expected: number | null): Promise<{ status: number; said: unknown }> {
    const body = JSON.stringify({ expected, choice: choiceOf(release) });
    const answer = await fetch(`http://127.0.0.1:${door.controlPort}/lead`, { method: 'POST', body });
    return { status: answer.status, said: await answer.json() };
  }
  const score = (path = '/v1/models/hmeq:classify') =>
    fetch(`http://127.0.0.1:${door.port}${path}`, { method: 'POST', body: '{}' });

  it('refuses while nobody was chosen, and leads to who was', async () => {
    expect((await score()).status).toBe(503);
    expect(await lead(1, null)).toEqual({ status: 200, said: { release: 1 } });
    expect(await (await score()).text()).toBe('first');
  });

  it('changes only from what was expected; of two at once one is refused', async () => {
    const both = await Promise.all([lead(1, null), lead(2, null)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [winner, loser] = both[0]?.status === 200 ? [1, 2] : [2, 1];
    expect(await lead(loser, 7)).toEqual({ status: 409, said: { actual: winner } });
    expect((await lead(winner, 7)).status).toBe(200);
    expect((await lead(loser, winner)).status).toBe(200);
  });

  it('does not lead where nobody can answer', async () => {
    await lead(1, null);
    gateway(2).ready = false;
    expect(await lead(2, 1)).toEqual({ status: 503, said: { why: 'its gateway answers with status 503' } });
    gateway(2).server.close().closeAllConnections();
    expect(await lead(2, 1)).toMatchObject({ status: 503 });
    expect(await (await score()).text()).toBe('first');
  });

  it('lets what is under way be answered by whom it came to', async () => {
    await lead(1, null);
    gateway(1).held = true;
    const asked = new Promise((resolve) => gateway(1).server.once('request', resolve));
    const early = score();
    await asked;
    await lead(2, 1);
    expect(await (await score()).text()).toBe('second');
    gateway(1).release();
    expect(await (await early).text()).toBe('first');
  });

  it('goes on after a restart as it was, and leaves nothing else in its folder', async () => {
    await lead(2, null);
    await door.close(100);
    door = await open();
    expect(await (await score()).text()).toBe('second');
    expect(await readdir(directory)).toEqual(['choice.json']);
  });

  it('shows models only: no page of a gateway, and no switch, can be asked for from outside', async () => {
    await lead(1, null);
    for (const path of ['/-/counters', '/lead', '/']) expect((await score(path)).status).toBe(404);
  });
});
