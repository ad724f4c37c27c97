import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createExchange, type Exchange } from '../../../activities/training/exchange/create-exchange';
import { type CarryDeps, deliverResults, fetchDataset } from '../../../serving/carrier/carry';
import { datasetText } from '../../contracts/trainer';
import { scratchFolder } from '../../support/scratch-folder';
import { startExchange, type TestExchange } from '../../support/training-exchange';
import { openDatasets, type OrderedDatasets } from '../../support/training-order';

const folder = scratchFolder();
let now = Date.parse('2026-11-26T10:00:00Z');
const clock = () => now;
const inAnHour = () => new Date(now + 3_600_000).toISOString();

let datasets: OrderedDatasets;
let exchange: Exchange;
let served: TestExchange;
let base = '';

beforeAll(async () => {
  datasets = await openDatasets(folder);
  served = await startExchange(datasets, { now: clock });
  ({ exchange, url: base } = served);
});
afterAll(() => {
  served.close();
  expect(served.faults).toEqual([]);
});

const openWithKey = (name: string) => exchange.open(name, { dataset: datasets.dataset, until: inAnHour() });
/** Folders of results, of what was opened last. */
const outputs = new Map<string, string>();
const outputOf = (name: string) => outputs.get(name) ?? '';
const openFor = async (name: string) => {
  const { token, key } = await openWithKey(name);
  outputs.set(name, exchange.outputOf(name, key));
  return token;
};
const ask = (path: string, token: string, request: RequestInit = {}) =>
  fetch(base + path, { ...request, headers: { authorization: `Bearer ${token}` } });
const statusOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).status;
const put = (path: string, token: string, body: string | Uint8Array<ArrayBuffer>) =>
  statusOf(path, token, { method: 'PUT', body });

describe('the exchange', () => {
  it('the exchange: gives the dataset and takes the files of a result to who has the token', async () => {
    const token = await openFor('t5');
    expect(await (await ask('/retrainings/t5/dataset', token)).text()).toBe(datasetText);
    expect(await put('/retrainings/t5/package.zip', token, 'first')).toBe(204);
    expect(await put('/retrainings/t5/package.zip', token, 'again')).toBe(204);
    expect(readFileSync(join(outputOf('t5'), 'package.zip'), 'utf8')).toBe('again');
  });

  it('the exchange: says the same to whoever has no token, whether a name is open or not', async () => {
    const token = await openFor('t6');
    const other = await openFor('t7');
    for (const [path, given] of [
      ['/retrainings/t6/dataset', ''],
      ['/retrainings/t6/dataset', `${token}x`],
      ['/retrainings/t6/dataset', other],
      ['/retrainings/t9/dataset', token],
      ['/retrainings/t6/../t6/dataset', other],
      ['/retrainings/t6%2f..%2f..%2f/dataset', token],
      ['/', token],
    ] as const)
      expect([path, await statusOf(path, given)]).toEqual([path, 404]);
    expect(await put('/retrainings/t6/package.zip', other, 'x')).toBe(404);
    expect(readdirSync(outputOf('t6'))).toEqual([]);
  });

  it('the exchange: takes no file of another name, and none that is too long', async () => {
    const token = await openFor('t5');
    expect(await put('/retrainings/t5/ticket.json', token, '{}')).toBe(405);
    expect(await put('/retrainings/t5/dataset', token, 'x')).toBe(405);
    expect(await statusOf('/retrainings/t5/package.zip', token)).toBe(405);
    const long = new Uint8Array(2 ** 20 + 1);
    expect(await put('/retrainings/t5/metrics.json', token, long)).toBe(413);
    const streamed = new Blob([long]).stream();
    const request = { method: 'PUT', body: streamed, duplex: 'half' } as RequestInit;
    expect(await statusOf('/retrainings/t5/metrics.json', token, request)).toBe(413);
    expect(readdirSync(outputOf('t5')).filter((name) => name !== '.drafts')).toEqual([]);
  });

  it('the exchange: keeps nothing of what breaks off on its way', async () => {
    const token = await openFor('t5');
    const { hostname, port } = new URL(base);
    const socket = connect(Number(port), hostname);
    socket.write(
      `PUT /retrainings/t5/package.zip HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-length: 100\r\n\r\nhalf`,
    );
    const drafts = join(outputOf('t5'), '.drafts');
    while (!existsSync(drafts) || readdirSync(drafts).length === 0) await new Promise((go) => setImmediate(go));
    socket.destroy();
    while (readdirSync(drafts).length > 0) await new Promise((go) => setImmediate(go));
    expect(existsSync(join(outputOf('t5'), 'package.zip'))).toBe(false);
  });

  it('the exchange: a token opens nothing after its time, and after it was closed', async () => {
    const late = await openFor('t5');
    now += 3_600_001;
    expect(await statusOf('/retrainings/t5/dataset', late)).toBe(404);
    const closed = await openFor('t5');
    await exchange.close('t5');
    expect(await statusOf('/retrainings/t5/dataset', closed)).toBe(404);
  });

  it('the exchange: of two who open at once each has its own, and what one closes and confirms is not the other one', async () => {
    const [one, other] = await Promise.all([openWithKey('t30'), openWithKey('t30')]);
    expect(await put('/retrainings/t30/package.zip', one.token, 'of one')).toBe(204);
    await exchange.confirm('t30', one.key, 'job-1');
    await exchange.close('t30', other.key);
    await exchange.confirm('t30', other.key, 'job-2');
    expect(await exchange.find('t30', one.key)).toMatchObject({ job: 'job-1' });
    expect(await exchange.find('t30', other.key)).toBeUndefined();
    expect(await statusOf('/retrainings/t30/dataset', one.token)).toBe(200);
    expect(await statusOf('/retrainings/t30/dataset', other.token)).toBe(404);
    expect(await exchange.findDelivered('t30')).toBe(one.key);
    await exchange.close('t30');
    expect(await exchange.findDelivered('t30')).toBeUndefined();
  });

  it('the exchange: sweeps what others left a day after its time, and nothing else', async () => {
    await openFor('t20');
    now += 1_800_000;
    const late = await openWithKey('t21');
    await put('/retrainings/t21/package.zip', late.token, 'delivered');
    now += 86_400_000 + 1_800_000;
    await openFor('t22');
    expect(await exchange.findDelivered('t21')).toBe(late.key);
    const left = readdirSync(join(datasets.directory, '.exchange')).filter((name) => name.startsWith('t2'));
    expect(left.sort()).toEqual(['t21', 't22']);
  });

  it('the exchange: keeps no token in its files, and goes on in another process', async () => {
    const { token, key } = await openWithKey('t5');
    await exchange.confirm('t5', key, 'job-1');
    const ticket = readFileSync(join(datasets.directory, '.exchange/t5', key, 'ticket.json'), 'utf8');
    expect(ticket).not.toContain(token);
    const other = createExchange({ directory: datasets.directory, now: clock, randomBytes });
    expect(await other.enter('t5', token)).toMatchObject({ dataset: datasets.dataset });
    expect(await other.find('t5', key)).toMatchObject({ job: 'job-1' });
  });
});

describe('the carrier', () => {
  const deps = (token: string, change: Partial<CarryDeps> = {}): CarryDeps => ({
    ...{ url: `${base}/retrainings/t5`, token, fetch, pause: () => Promise.resolve(), now: clock },
    ...change,
  });
  const work = () => mkdtemp(join(folder, 'carrier-'));

  it('the carrier: brings the dataset, and refuses another one', async () => {
    const token = await openFor('t5');
    const file = join(await work(), 'dataset.csv');
    await fetchDataset(deps(token), file, datasets.dataset);
    expect(readFileSync(file, 'utf8')).toBe(datasetText);
    let asked = now;
    const patient = deps(token, { now: () => (asked += 60_000) });
    await expect(fetchDataset(patient, file, `sha256:${'0'.repeat(64)}`)).rejects.toThrow(
      'the builder is not reached: what came is not the dataset of that digest',
    );
  });

  it('the carrier: waits for a builder that comes back, and not for one that refuses', async () => {
    const token = await openFor('t5');
    const place = await work();
    await writeFile(join(place, 'package.zip'), 'made');
    let answers = 0;
    const sick = (...given: Parameters<typeof fetch>) => {
      answers += 1;
      if (answers === 1) return Promise.reject(new TypeError('fetch failed'));
      return answers === 2 ? Promise.resolve(new Response('', { status: 503 })) : fetch(...given);
    };
    await deliverResults(deps(token, { fetch: sick }), place);
    expect(answers).toBe(3);
    expect(readFileSync(join(outputOf('t5'), 'package.zip'), 'utf8')).toBe('made');
    await expect(deliverResults(deps('wrong'), place)).rejects.toThrow('answered for package.zip with status 404');
  });

  it('the carrier: sends what is there, empty or not, and follows no link', async () => {
    const token = await openFor('t5');
    const place = await work();
    await deliverResults(deps(token), place);
    await writeFile(join(place, 'metrics.json'), '');
    await deliverResults(deps(token), place);
    expect(readFileSync(join(outputOf('t5'), 'metrics.json'), 'utf8')).toBe('');
    await symlink('/etc/passwd', join(place, 'package.zip'));
    await expect(deliverResults(deps(token), place)).rejects.toThrow('package.zip is no file that can be read');
    const other = await work();
    await mkdir(join(other, 'package.zip'));
    await expect(deliverResults(deps(token), other)).rejects.toThrow('package.zip is no file');
  });
});
