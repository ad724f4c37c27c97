import { request } from 'node:http';
import { createHttpServer, type HttpServer, type Route } from '../../../playground/connector/http';
import type { Connector } from '../../../playground/connector/create-connector';
import { createDriver, type Driver, standIn, startPatienceMs, violationsOf } from './stand-in';

let connector: Connector;
let driver: Driver;

beforeEach(async () => {
  ({ connector, driver } = await standIn({ botUrl: () => 'http://127.0.0.1:9/api/messages' }));
}, startPatienceMs);
afterEach(() => connector.stop());

/** Unlike fetch, it sends whatever headers it is given. */
function statusOf(url: string, headers: Readonly<Record<string, string>>, method = 'GET', body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const json = { 'Content-Type': 'application/json' };
const fault = JSON.stringify({ on: 'any', then: { kind: 'cut' } });

describe('the listener', () => {
  it.each([
    ['of another site', { Origin: 'https://evil.example' }, 403],
    ['of another port of this machine', { Origin: 'http://127.0.0.1:1' }, 403],
    ['of a page without an origin, as in a sandboxed frame', { Origin: 'null' }, 403],
    ['that a browser says is of another site, without an origin', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['that a browser says is of another port', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['that leads to it by another name', { Host: 'rebound.example' }, 421],
    ['by the name localhost', { Host: 'localhost' }, 421],
  ])('takes no call %s', async (_, headers: Record<string, string>, status) => {
    expect(await statusOf(`${connector.origin}/playground/workplace`, headers)).toBe(status);
    expect(await statusOf(`${connector.origin}/playground/faults`, { ...json, ...headers }, 'POST', fault)).toBe(
      status,
    );
    expect(await statusOf(`${connector.origin}/login/token`, { ...json, ...headers }, 'POST', '{}')).toBe(status);
    expect(await statusOf(`${connector.origin}/nowhere`, headers)).toBe(status);
    expect(await violationsOf(driver)).toEqual([]);
  });

  it('takes no link of another site either: there is nothing to look at', async () => {
    const link = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    expect(await statusOf(`${connector.origin}/playground/workplace`, link)).toBe(403);
  });

  it.each([
    ['a program', {}],
    ['somebody who types its address', { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate' }],
    ['a page of its own', { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' }],
  ])('takes calls of %s', async (_, headers) => {
    expect(await statusOf(`${connector.origin}/playground/workplace`, headers)).toBe(200);
  });

  it('takes its own origin, and no body that a form could send', async () => {
    const own = { Origin: connector.origin };
    expect(await statusOf(`${connector.origin}/playground/faults`, { ...json, ...own }, 'POST', fault)).toBe(200);
    const plain = { 'Content-Type': 'text/plain' };
    expect(await statusOf(`${connector.origin}/playground/faults`, plain, 'POST', fault)).toBe(415);
    await expect(
      createDriver(connector.origin.replace('127.0.0.1', 'localhost')).call('GET', '/workplace'),
    ).rejects.toThrow('421');
  });

  it('refuses a body without end', async () => {
    const response = await fetch(`${connector.origin}/playground/faults`, {
      method: 'POST',
      headers: json,
      body: 'x'.repeat(2 * 1024 * 1024),
    }).catch(() => undefined);
    expect([413, undefined]).toContain(response?.status);
  });
});

describe('a page to look at', () => {
  let server: HttpServer;
  let origin: string;

  beforeEach(async () => {
    const handle = (): { status: number } => ({ status: 200 });
    const routes: Route[] = [
      { method: 'GET', path: '/', linkable: true, handle },
      { method: 'GET', path: '/stream', handle },
    ];
    server = createHttpServer(
      routes,
      () => undefined,
      (error) => {
        throw error;
      },
    );
    origin = `http://127.0.0.1:${await server.listen(0)}`;
  });
  afterEach(() => server.close());

  it('can be linked to from another site, but neither framed nor read', async () => {
    const from = (mode: string, dest: string): Record<string, string> => ({
      ...{ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': dest },
    });
    expect(await statusOf(`${origin}/`, from('navigate', 'document'))).toBe(200);
    expect(await statusOf(`${origin}/`, from('navigate', 'iframe'))).toBe(403);
    expect(await statusOf(`${origin}/`, from('no-cors', 'image'))).toBe(403);
    expect(await statusOf(`${origin}/stream`, from('navigate', 'document'))).toBe(403);
  });
});
