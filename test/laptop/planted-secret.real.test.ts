import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getRelease } from '../../database/releases';
import { createToken } from '../../database/tokens';
import { getVersion } from '../../database/versions';
import { dana, lena } from '../playground/connector/stand-in';
import {
  approve,
  cardOf,
  type DrivenLaptop,
  inState,
  press,
  recorded,
  requestRelease,
  say,
  startDrivenLaptop,
  until,
} from '../support/laptop-driver';
import { writeSmallPackage } from '../support/small-package';
import { collectTraces } from './collect-traces';
import { findSecrets, type Trace } from './find-secrets';
import { killNow } from './kill-wave';
import { runWithWrongSecrets } from './run-with-wrong-secrets';

jest.setTimeout(300_000);

/** Removed after everything in it has stopped. */
const folder = mkdtempSync(path.join(tmpdir(), 'steward-test-'));
const home = path.join(folder, 'home');
const plant = (name: string): string => `planted-${name}-${randomBytes(18).toString('base64url')}`;
/** What the laptop runs with. */
const own = {
  postgresAdmin: plant('admin'),
  owner: plant('owner'),
  application: plant('application'),
  gateway: plant('gateway'),
  botPassword: plant('bot'),
  localHostToken: plant('host'),
};
/** What others present, rightly and wrongly. */
const presented = { apiToken: `stw_${plant('api')}`, wrongToken: `stw_${plant('wrong')}`, wrongSecret: plant('other') };
const answers: Trace[] = [];
let driven: DrivenLaptop;

beforeAll(async () => {
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(path.join(home, 'secrets.json'), JSON.stringify(own), { mode: 0o600 });
  driven = await startDrivenLaptop(home, ['staging'], {
    env: { ...process.env, TEMPORAL_ADDRESS: undefined, STEWARD_LOG_LEVEL: 'debug' },
  });
});

afterAll(async () => {
  await driven?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(place: string, url: string, token: string, init: RequestInit = {}): Promise<number> {
  const response = await fetch(url, { ...init, headers: { authorization: `Bearer ${token}` } });
  answers.push({ place, text: `${JSON.stringify([...response.headers])} ${await response.text()}` });
  return response.status;
}

/** Two versions through the HTTP API with a personal token, and all the refusals that it knows. */
async function registerThroughApi(): Promise<void> {
  const at = new Date().toISOString();
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const actor = { kind: 'local', user: 'tester' } as const;
  const token = { secret: presented.apiToken, owner: dana, scopes: ['versions:write'] as const, expiresAt, actor, at };
  await driven.database.transaction((tx) => createToken(tx, token));
  const url = `${driven.laptop.settings.STEWARD_API_URL}/api/projects/hmeq/versions`;
  for (const seed of [1, 2]) {
    const file = path.join(folder, `model-${seed}.zip`);
    await writeSmallPackage(file, seed);
    expect(await ask('registration', url, presented.apiToken, { method: 'POST', body: readFileSync(file) })).toBe(201);
  }
  expect(await ask('no package', url, presented.apiToken, { method: 'POST', body: 'no zip' })).toBe(422);
  expect(await ask('wrong scope', url, presented.apiToken)).toBe(403);
  expect(await ask('wrong token', url, presented.wrongToken)).toBe(401);
  const host = `${driven.laptop.settings.STEWARD_LOCAL_HOST_URL}/-/serving/hmeq/staging`;
  expect(await ask('wrong host token', host, presented.wrongSecret)).toBe(401);
  expect(await ask('host', host, own.localHostToken)).toBe(200);
}

/** A release whose target is away in Plan, whose database restarts, and whose channel refuses tokens and cards. */
async function releaseThroughFailures(): Promise<void> {
  const host = driven.laptop.part('localHost').pid() ?? 0;
  process.kill(host, 'SIGSTOP');
  const release = await requestRelease(driven, 'v1', 'staging');
  await until('the target is missed', () => Promise.resolve(/target_away/.test(logOf('worker')) || undefined));
  process.kill(host, 'SIGCONT');
  const card = await cardOf(driven, release, ({ buttons }) => buttons.length > 0);
  await press(driven, dana, card.id, 'approve');
  await killNow(driven, 'worker');
  for (const [on, status] of [
    ['token', 401],
    ['token', 500],
    ['update', 500],
    ['update', 429],
  ] as const)
    await driven.driver.call('POST', '/faults', { on, times: 2, then: { kind: 'status', status } });
  await approve(driven, release);
  await killNow(driven, 'postgres');
  await recorded(driven, release);
}

/** A release whose package is gone from the store, and one whose target has another token. */
async function releasesThatFail(): Promise<void> {
  const { manifest } = await getVersion(driven.database, 'hmeq', 'v2');
  const blob = path.join(driven.laptop.settings.STEWARD_STORE_DIR, 'blobs/sha256', manifest.packageDigest.slice(7));
  renameSync(blob, `${blob}.away`);
  const missing = await requestRelease(driven, 'v2', 'staging');
  expect((await inState(driven, missing, 'failed')).ending?.code).toBe('store_missing');
  renameSync(`${blob}.away`, blob);
  await driven.laptop.part('localHost').stop();
  await runWithWrongSecrets(driven, presented.wrongSecret, answers, async () => {
    const refused = await requestRelease(driven, 'v2', 'staging');
    expect((await inState(driven, refused, 'failed')).ending?.code).toBe('target_token_refused');
  });
}

function logOf(part: string): string {
  return readFileSync(path.join(home, 'logs', `${part}.log`), 'utf8');
}

describe('a planted secret', () => {
  it('appears in no file, card, workflow history, database row, command line or answer', async () => {
    await registerThroughApi();
    await say(driven, lena, 'status');
    await releaseThroughFailures();
    await releasesThatFail();
    expect((await getRelease(driven.database, 1)).state).toBe('serving');

    const traces = [...(await collectTraces(driven)), ...answers];
    const places = traces.map(({ place }) => place).join('\n');
    for (const place of [
      'logs/worker.log',
      'logs/builder.log',
      'logs/bot.log',
      'logs/local-host.log',
      'connector.json',
    ])
      expect(places).toContain(place);
    for (const place of ['worker/builder/main says', 'worker/bot/main says', 'cli/main says', 'readiness'])
      expect(places).toContain(place);
    for (const place of ['table public.audit', 'table public.tokens', 'history of release/hmeq/staging', 'temporal.db'])
      expect(places).toContain(place);
    const secrets = { ...own, ...presented };
    expect(findSecrets(secrets, traces)).toEqual([]);
    // The search itself finds what is there: each secret stands where it belongs.
    const where = [{ place: 'secrets.json', text: readFileSync(path.join(home, 'secrets.json')) }];
    expect(findSecrets(secrets, where)).toEqual(Object.keys(own).map((name) => `${name} in secrets.json`));
  });
});
