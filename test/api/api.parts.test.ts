import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { revokeToken } from '../../database/tokens';
import { countVersions, getVersion } from '../../database/versions';
import { connectDatabase } from '../../database/database';
import { writeZip } from '../../formats/zip/write-zip';
import { createReadiness } from '../../worker/health/health-server';
import { databaseCheck } from '../../worker/wiring/checks';
import { findFreePort } from '../../worker/laptop/ports';
import { type LogLine, recordingLogger } from '../bot/teams/edge-fixture';
import { giveToken, startApi, type TestApi } from '../support/api';
import { writeHostileZip } from '../support/hostile-zips';
import { json, modelProperties, sampleFiles } from '../support/sample-packages';
import { scratchFolder } from '../support/scratch-folder';
import { dana, ivo, startSteward, testProject, type TestSteward } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

let temporal: TestTemporal;
let steward: TestSteward;
let api: TestApi;
let token: string;
const lines: LogLine[] = [];

afterAll(async () => {
  await api.stop();
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({ folder, temporal: { client, native, namespace } });
  api = await startApi(steward, folder, { logger: recordingLogger(lines) });
  token = (await giveToken(steward, dana)).secret;
});

interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** All of it, as it came. */
  readonly text: string;
}

const versions = '/api/projects/hmeq/versions';

async function ask(
  method: string,
  path: string,
  more: { body?: Buffer | string; bearer?: string; headers?: Record<string, string> } = {},
): Promise<Answered> {
  const { body, bearer = token, headers = { authorization: `Bearer ${bearer}` } } = more;
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) };
  const response = await fetch(`${api.origin}${path}`, { method, headers, ...sent });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) as Record<string, unknown> };
}

let made = 0;

/** A sound package that no other test has. */
function freshPackage(): Buffer {
  made += 1;
  const description = `package ${made}`;
  return writeZip(sampleFiles({ 'ModelProperties.json': { ...modelProperties, description } }));
}

function codeOf({ body }: Answered): unknown {
  return (body['error'] as { code?: unknown } | undefined)?.code;
}

function uploadsLeft(): Promise<string[]> {
  return readdir(api.uploads);
}

describe('register over HTTP', () => {
  it('makes a new version of the archive in the body; the owner of the token is its modeller', async () => {
    const answer = await ask('POST', versions, { body: freshPackage() });
    expect(answer).toMatchObject({
      status: 201,
      body: { outcome: 'new', version: 'v1', modeller: dana, format: 'sas' },
    });
    const { manifest, modeller, registeredBy } = await getVersion(steward.database, 'hmeq', 'v1');
    expect(answer.body).toMatchObject({ packageDigest: manifest.packageDigest, treeDigest: manifest.treeDigest });
    expect([modeller, registeredBy]).toEqual([dana, dana]);
    expect(await uploadsLeft()).toEqual([]);
  });

  it('answers the same bytes with the version that they are', async () => {
    const body = freshPackage();
    const first = await ask('POST', versions, { body });
    const again = await ask('POST', versions, { body });
    expect(again).toMatchObject({ status: 200, body: { outcome: 'same-bytes', version: first.body['version'] } });
  });

  it('answers the same files packed differently with the version that they are', async () => {
    const files = sampleFiles({ 'ModelProperties.json': { ...modelProperties, description: 'packed twice' } });
    const first = await ask('POST', versions, { body: writeZip(files) });
    const deflated = writeHostileZip(
      files.map(({ path, bytes }) => ({ name: path, data: Buffer.from(bytes), method: 8 })),
    );
    const again = await ask('POST', versions, { body: deflated });
    expect(again).toMatchObject({ status: 200, body: { outcome: 'same-files', version: first.body['version'] } });
  });

  it('makes one version of the same bytes that come ten times at once', async () => {
    const before = await countVersions(steward.database, 'hmeq');
    const body = freshPackage();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('POST', versions, { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 9 }, () => 200), 201]);
    expect(new Set(answers.map((answer) => answer.body['version'])).size).toBe(1);
    expect(await countVersions(steward.database, 'hmeq')).toBe(before + 1);
    expect(await uploadsLeft()).toEqual([]);
  });

  it.each([
    ['no zip', Buffer.from('this is no zip archive'), 'not_a_zip'],
    ['nothing', Buffer.alloc(0), 'not_a_zip'],
    ['a way out of its folder', writeHostileZip([{ name: '../x', data: Buffer.from('x') }]), 'archive_entry_name'],
    ['a symlink', writeHostileZip([{ name: 'x', data: Buffer.from('/etc'), mode: 0o120777 }]), 'archive_entry_kind'],
    ['a bomb', writeHostileZip([{ name: 'x', data: Buffer.alloc(8 * 1024 * 1024), method: 8 }]), 'archive_bomb'],
    ['a lying size', writeHostileZip([{ name: 'x', data: Buffer.from('xxxx'), size: 1 }]), 'archive_damaged'],
    ['no model', writeZip([json('ModelProperties.json', modelProperties)]), 'saved_model_missing'],
    [
      'wrong JSON types',
      writeZip(sampleFiles({ 'inputVar.json': [{ name: 1, type: 'thing' }] })),
      'package_file_wrong',
    ],
  ])('refuses a body with %s by its reason, and keeps nothing of it', async (_, body, code) => {
    const before = await countVersions(steward.database, 'hmeq');
    const answer = await ask('POST', versions, { body });
    expect([answer.status, codeOf(answer)]).toEqual([422, code]);
    expect(answer.text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.zip/);
    expect(await countVersions(steward.database, 'hmeq')).toBe(before);
    expect(await uploadsLeft()).toEqual([]);
  });

  it.each([
    ['half a character in the name', { 'ModelProperties.json': { ...modelProperties, name: 'x\ud800' } }],
    ['a null character in an input', { 'inputVar.json': [{ name: 'LO\u0000AN', type: 'decimal' }] }],
    ['half a character in an input', { 'inputVar.json': [{ name: 'LOAN\udfff', type: 'decimal' }] }],
    [
      'half a character in a category',
      { 'inputVar.json': [{ name: 'REASON', type: 'string', categories: ['\ud800'] }] },
    ],
  ])('answers a package with %s once and for all', async (_, change) => {
    const answer = await ask('POST', versions, { body: writeZip(sampleFiles(change)) });
    expect([201, 422]).toContain(answer.status);
  });
});

describe('a body that is too long', () => {
  it('is refused with its limit while it still comes, and nothing of it is kept', async () => {
    const headers = { authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' };
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request(`${api.origin}${versions}`, { method: 'POST', headers }, (response) => {
        let text = `${response.statusCode} `;
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve(text));
        response.on('error', reject);
      });
      sent.on('error', reject);
      // It is never ended: the answer must not wait for that.
      sent.write(Buffer.alloc(3 * 1024 * 1024));
    });
    expect(answer).toMatch(/^413 .*archive_too_large.*1 MiB/);
    expect(await uploadsLeft()).toEqual([]);
  });

  it('is refused at once when it says so itself', async () => {
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-length': 3 * 1024 * 1024 };
      const sent = request(`${api.origin}${versions}`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode);
        response.destroy();
      });
      sent.on('error', reject);
      sent.flushHeaders();
    });
    expect(answer).toBe(413);
    expect(await uploadsLeft()).toEqual([]);
  });

  it('that breaks off leaves no file and no version', async () => {
    const before = await countVersions(steward.database, 'hmeq');
    const headers = { authorization: `Bearer ${token}`, 'content-length': 500_000 };
    const sent = request(`${api.origin}${versions}`, { method: 'POST', headers });
    const broken = new Promise((resolve) => sent.once('error', resolve));
    sent.write(Buffer.alloc(200_000));
    await until(async () => (await uploadsLeft()).length > 0);
    sent.destroy();
    await broken;
    await until(() => Promise.resolve(lines.some(({ message }) => message === 'a sender broke off')));
    expect(await uploadsLeft()).toEqual([]);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(await countVersions(steward.database, 'hmeq')).toBe(before);
  });
});

async function until(look: () => Promise<boolean>): Promise<void> {
  while (!(await look())) await new Promise((resolve) => setImmediate(resolve));
}

describe('who may', () => {
  it.each([
    ['without a token', {}, 'token_missing'],
    ['with another scheme', { authorization: 'Basic ZGFuYTpzZWNyZXQ=' }],
    ['with a token that is none of ours', { authorization: 'Bearer stw_00000000-0000-4000-8000-000000000000' }],
    ['with a token of eight thousand characters', { authorization: `Bearer ${'x'.repeat(8_000)}` }],
    ['with a token and something else', { authorization: 'Bearer one-token-that-is-long-enough and-another-one' }],
  ])('%s nothing is told and nothing is taken', async (_, headers: Record<string, string>, code = 'token_refused') => {
    for (const method of ['GET', 'POST']) {
      const answer = await ask(method, versions, { headers, ...(method === 'POST' ? { body: freshPackage() } : {}) });
      expect([answer.status, codeOf(answer)]).toEqual([401, code]);
    }
    expect(await uploadsLeft()).toEqual([]);
  });

  it('a token ends with its term', async () => {
    const { secret } = await giveToken(steward, dana, { expiresAt: new Date().toISOString() });
    const answer = await ask('GET', versions, { bearer: secret });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'token_refused']);
    expect(answer.text).not.toContain(secret);
  });

  it('a token ends when it is revoked', async () => {
    const { id, secret } = await giveToken(steward, dana);
    expect((await ask('GET', versions, { bearer: secret })).status).toBe(200);
    const now = new Date().toISOString();
    await steward.database.transaction((tx) => revokeToken(tx, id, { kind: 'system' }, now));
    expect((await ask('GET', versions, { bearer: secret })).status).toBe(401);
  });

  it('a token carries only its scopes', async () => {
    const { secret } = await giveToken(steward, dana, { scopes: ['versions:read'] });
    const answer = await ask('POST', versions, { bearer: secret, body: freshPackage() });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'token_scope']);
    expect(answer.text).toContain('versions:write');
    expect(answer.text).not.toContain(secret);
    expect((await ask('GET', versions, { bearer: secret })).status).toBe(200);
  });

  it('its owner needs the role now, not when the token was made', async () => {
    const answer = await ask('POST', versions, {
      bearer: (await giveToken(steward, ivo)).secret,
      body: freshPackage(),
    });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'not_allowed']);
    const project = testProject();
    await steward.apply({ ...project, roles: { ...project.roles, modeller: [ivo] } });
    try {
      expect((await ask('POST', versions, { body: freshPackage() })).status).toBe(403);
    } finally {
      await steward.apply(project);
    }
    expect((await ask('POST', versions, { body: freshPackage() })).status).toBe(201);
  });

  it('a project that is not there is not found', async () => {
    const answer = await ask('GET', '/api/projects/nothing/versions');
    expect([answer.status, codeOf(answer)]).toEqual([404, 'project_unknown']);
  });

  it('stores no token in the clear', async () => {
    const rows = await steward.database.query('select * from tokens');
    const audit = await steward.database.query(`select * from audit where subject like 'token/%'`);
    expect(JSON.stringify([rows, audit])).not.toContain(token);
  });
});

describe('the other answers', () => {
  it('list the versions, newest first, with the champion', async () => {
    const answer = await ask('GET', versions);
    expect(answer).toMatchObject({ status: 200, body: { project: 'hmeq', champion: 'v1' } });
    const labels = (answer.body['versions'] as { version: string }[]).map(({ version }) => version);
    expect(labels.at(-1)).toBe('v1');
    expect(labels).toHaveLength(await countVersions(steward.database, 'hmeq'));
  });

  it.each([
    ['GET', '/api/projects'],
    ['DELETE', versions],
    ['GET', '/api/projects/%2e%2e/versions/..%2f..'],
  ])('%s %s is not there, without a stack', async (method, path) => {
    const response = await fetch(`${api.origin}${path}`, { method });
    expect([404, 405]).toContain(response.status);
    expect(await response.text()).not.toMatch(/\bat .*\.(ts|js):\d+/);
  });

  it('say that the process lives, and whether it can work', async () => {
    expect(await (await fetch(`${api.origin}/healthz`)).json()).toEqual({ alive: true });
    expect((await fetch(`${api.origin}/readyz`)).status).toBe(200);
  });

  it('say that it cannot work while PostgreSQL does not answer', async () => {
    const away = connectDatabase({
      url: `postgres://steward:planted-password@127.0.0.1:${await findFreePort()}/steward`,
    });
    const readiness = createReadiness({ checks: { postgres: databaseCheck(away) }, redact: (text) => text });
    const lonely = await startApi(steward, folder, { database: away, readiness });
    try {
      const ready = await fetch(`${lonely.origin}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ ready: false, checks: { postgres: { ok: false } } });
      const headers = { authorization: `Bearer ${token}` };
      const listed = await fetch(`${lonely.origin}${versions}`, { headers });
      const text = await listed.text();
      expect([listed.status, text]).toEqual([503, expect.stringContaining('database_away')]);
      expect(text).not.toContain('planted-password');
    } finally {
      await lonely.stop();
      await away.close();
    }
  });
});
