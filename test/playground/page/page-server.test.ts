import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createStory } from '../../../playground/page/story/create-story';
import type { Stage } from '../../../playground/page/story/stage';
import type { Outside } from '../../../playground/outside/create-outside';
import { PlaygroundFailure } from '../../../playground/client/failure';
import { startConnector, type Connector } from '../../../playground/connector/create-connector';
import { sampleWorkplace } from '../../../playground/connector/sample-workplace';
import { createAssets } from '../../../playground/page/server/assets';
import { createConnectorDoor } from '../../../playground/page/server/connector-door';
import { createGallery } from '../../../playground/page/server/gallery';
import { createHub, type Hub } from '../../../playground/page/server/hub';
import { type Page, startPage } from '../../../playground/page/server/start-page';
import type { Snapshot } from '../../../playground/page/wire/stream';
import { hmeq, lena } from '../connector/stand-in';

const folder = mkdtempSync(path.join(tmpdir(), 'steward-page-'));
const ending = new AbortController();
let connector: Connector;
let hub: Hub;
let page: Page;
const asked: string[] = [];

/** Nothing of the outside runs here; what was asked of it is noted, and one wish is refused. */
const outside = {
  state: () => null,
  onChange: () => () => undefined,
  sendApplications: (n: number) => void asked.push(`applications ${n}`),
  deliverOutcomes: () => {
    throw new PlaygroundFailure('Everything is told. Send applications first.');
  },
  close: () => Promise.resolve(),
} as unknown as Outside;

function open(port: number): Promise<Connector> {
  return startConnector({
    workplace: sampleWorkplace,
    appPassword: 'a-password-of-the-test',
    port,
    botUrl: () => 'http://127.0.0.1:9/api/messages',
    stateFile: path.join(folder, 'connector.json'),
    throttle: false,
    now: () => new Date(),
    log: () => undefined,
  });
}

beforeAll(async () => {
  for (const name of ['index.html', 'app.js']) writeFileSync(path.join(folder, name), `<!-- ${name} -->`);
  connector = await open(0);
  hub = createHub('http://127.0.0.1:7718');
  page = await startPage({
    hub,
    connector: createConnectorDoor(connector.origin, ending.signal),
    api: {
      readCommands: () => Promise.reject(new PlaygroundFailure('the bot is away')),
      readOverview: () => Promise.reject(new PlaygroundFailure('the bot is away')),
    },
    assets: createAssets(folder),
    gallery: createGallery(path.join(folder, 'cards')),
    outside,
    story: createStory({ steps: [], stageFor: () => ({}) as Stage, readingMs: 0, changed: () => undefined }),
    port: 0,
    log: (line) => {
      throw new Error(line);
    },
  });
});

afterAll(async () => {
  ending.abort();
  await page.stop();
  await connector.stop();
  rmSync(folder, { recursive: true });
});

function post(where: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const init = { 'Content-Type': 'application/json', ...headers };
  return fetch(`${page.origin}${where}`, { method: 'POST', headers: init, body: JSON.stringify(body) });
}

/** With a Host header of our own, which fetch does not allow. */
function statusFor(headers: Record<string, string>, where = '/'): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(`${page.origin}${where}`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    call.once('error', reject).end();
  });
}

/** Resolves as soon as what the pages are told is so. */
function whenTold(holds: (now: Snapshot) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!holds(hub.snapshot())) return;
      end();
      resolve();
    };
    const end = hub.listen(look);
    look();
  });
}

const saidBy = (text: string) => (now: Snapshot) => now.messages.some((message) => message.text === text);

describe('the server of the page', () => {
  it('gives the page with a policy that lets nothing in from elsewhere and no frame around it', async () => {
    const answer = await fetch(page.origin);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(await answer.text()).toBe('<!-- index.html -->');
  });

  it.each(['/assets/../connector.json', '/assets/%2e%2e%2fconnector.json', '/assets/connector.json', '/state'])(
    'has nothing at %s',
    async (where) => expect(await statusFor({}, where)).toBe(404),
  );

  it('answers nobody who comes by another name or from another page', async () => {
    expect(await statusFor({ host: 'steward.evil.example' })).toBe(421);
    expect(await statusFor({ host: 'steward.evil.example' }, '/stream')).toBe(421);
    const words = { as: lena, conversation: hmeq, text: 'approve r1 8c1f -- from elsewhere' };
    const foreign = await post('/chat/messages', words, { Origin: 'http://evil.example' });
    expect(foreign.status).toBe(403);
    const plain = await post('/chat/messages', words, { 'Content-Type': 'text/plain' });
    expect(plain.status).toBe(415);
    expect(hub.snapshot().messages.filter(({ text }) => text?.includes('from elsewhere'))).toEqual([]);
  });

  it('begins a stream with all that is known and goes on with what is said', async () => {
    await whenTold(({ parts }) => parts.connector);
    const leave = new AbortController();
    const stream = await fetch(`${page.origin}/stream`, { signal: leave.signal });
    const text = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const hear = async (what: string): Promise<void> => {
      while (!heard.includes(what)) heard += (await text?.read())?.value ?? '';
    };
    await hear('"what":"snapshot"');
    expect(heard).toContain('Lena Brandt');
    expect((await post('/chat/messages', { as: lena, conversation: hmeq, text: 'good morning' })).status).toBe(200);
    await hear('good morning');
    expect(heard).toContain('"what":"message"');
    leave.abort();
  });

  it('passes on what the stand-in refuses, in its words', async () => {
    const answer = await post('/chat/messages', { as: 'nobody', conversation: hmeq, text: 'hello' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: { code: 'NoSuchPerson', message: 'nobody has the id nobody' } });
  });

  it('finds the stand-in again after its restart, with all that was said', async () => {
    await post('/chat/messages', { as: lena, conversation: hmeq, text: 'before the restart' });
    await whenTold(saidBy('before the restart'));
    const { port } = new URL(connector.origin);
    await connector.stop();
    await whenTold(({ parts }) => !parts.connector);
    expect((await post('/chat/messages', { as: lena, conversation: hmeq, text: 'to nobody' })).status).toBe(503);
    connector = await open(Number(port));
    await whenTold(({ parts }) => parts.connector);
    expect(saidBy('before the restart')(hub.snapshot())).toBe(true);
    await post('/chat/messages', { as: lena, conversation: hmeq, text: 'after the restart' });
    await whenTold(saidBy('after the restart'));
  });

  it('asks the outside for what the drawer wants, and says what cannot be now', async () => {
    expect((await post('/outside/applications', { n: 500 })).status).toBe(200);
    expect(asked).toEqual(['applications 500']);
    expect((await post('/outside/applications', { n: 'many' })).status).toBe(400);
    const refused = await post('/outside/outcomes', { share: 1 });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ error: { message: 'Everything is told. Send applications first.' } });
  });
});
