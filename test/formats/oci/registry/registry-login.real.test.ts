import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { hashBytes } from '../../../../formats/hash';
import type { RegistryClientOptions } from '../../../../formats/oci/registry/create-registry-client';
import { createCredentials } from '../../../../formats/oci/registry/credentials';
import { startConnectProxy } from '../../../support/connect-proxy';
import { startFaultyRegistry } from '../../../support/faulty-registry';
import { testClient } from '../../../support/registry-client';
import { describeWithRegistry } from '../../../support/describe-with-registry';
import { type RegistrySetup, account, makeCertificate, startRegistry } from '../../../support/registry-server';
import { scratchFolder } from '../../../support/scratch-folder';
import { type TokenService, startTokenService } from '../../../support/token-service';

const secrets = [account.password, Buffer.from(`${account.user}:${account.password}`).toString('base64'), 'planted'];

function blobOf(text: string) {
  const bytes = Buffer.from(text);
  const open = (start: number) => Readable.from([bytes.subarray(start)]);
  return { digest: hashBytes(bytes), size: bytes.byteLength, open };
}

describeWithRegistry('registry client: who we are', () => {
  const folder = scratchFolder();
  let keys: { readonly key: string; readonly certificate: string };
  let tokens: TokenService;
  const stops: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    keys = await makeCertificate(folder);
  });
  beforeEach(async () => {
    tokens = await startTokenService(keys);
    stops.push(tokens.stop);
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  const withToken = () => ({ token: { realm: tokens.realm, certificate: keys.certificate } });

  async function registryBehindProxy(setup: RegistrySetup) {
    const registry = await startRegistry(folder, setup);
    const faulty = await startFaultyRegistry(registry.host);
    stops.push(registry.stop, faulty.stop);
    return faulty;
  }

  function clientOf(host: string, password: string = account.password, options: Partial<RegistryClientOptions> = {}) {
    const credentials = createCredentials({ account: { host, user: account.user, password } });
    const client = testClient({ credentials, ...options });
    stops.push(client.close);
    return client;
  }

  /** The error's code, once nothing of it, its details or its causes was found to hold a credential. */
  async function refusalOf(work: Promise<unknown>): Promise<{ readonly code: unknown; readonly message: string }> {
    const error = await work.then(
      () => Promise.reject(new Error('it was let through')),
      (thrown: unknown) => thrown,
    );
    const told = inspect(error, { depth: 20, showHidden: true });
    for (const secret of secrets) expect(told).not.toContain(secret);
    return error as { readonly code: unknown; readonly message: string };
  }

  it('registry client: user and password, sent to a registry that asks for them', async () => {
    const { host, seen } = await registryBehindProxy({ password: true });
    const at = { host, name: 'a/b' };
    expect(await clientOf(host).uploadBlob(at, blobOf('x'), {})).toBe('sent');
    expect(seen.filter(({ headers }) => headers.authorization === undefined)).toHaveLength(1);
    expect(await refusalOf(clientOf(host, 'planted too').uploadBlob(at, blobOf('y'), {}))).toMatchObject({
      code: 'image_registry_login',
    });
    const nobody = testClient();
    stops.push(nobody.close);
    expect(await refusalOf(nobody.uploadBlob(at, blobOf('y'), {}))).toMatchObject({
      code: 'image_registry_login',
      message: expect.stringContaining('there are none for it') as string,
    });
  });

  it('registry client: tokens, for what is done and no more, kept for as long as they are good', async () => {
    const { host } = await registryBehindProxy(withToken());
    let time = Date.now();
    const client = clientOf(host, account.password, { now: () => new Date(time) });
    expect(await client.uploadBlob({ host, name: 'a/b' }, blobOf('x'), {})).toBe('sent');
    expect(tokens.asked).toEqual(['steward repository:a/b:pull', 'steward repository:a/b:pull,push']);
    const mountFrom = { host, name: 'a/b' };
    expect(await client.uploadBlob({ host, name: 'c' }, blobOf('x'), { mountFrom })).toBe('mounted');
    expect(tokens.asked.slice(2)).toEqual([
      'steward repository:c:pull',
      'steward repository:c:pull,push repository:a/b:pull',
    ]);
    await client.findBlob({ host, name: 'c' }, hashBytes('x'));
    expect(tokens.asked).toHaveLength(4);
    time += 300_000;
    await client.findBlob({ host, name: 'c' }, hashBytes('x'));
    expect(tokens.asked.slice(4)).toEqual(['steward repository:c:pull']);
  });

  it('registry client: a token that ends in the middle of a push is replaced', async () => {
    const faulty = await registryBehindProxy(withToken());
    const { host } = faulty;
    const service = `Bearer realm="${tokens.realm}",service="registry of the tests",error="invalid_token"`;
    const ended = { kind: 'answer', status: 401, headers: { 'www-authenticate': service } } as const;
    faulty.plan(
      { method: 'PATCH', path: /uploads/, does: ended },
      { method: 'PUT', path: /uploads/, does: ended },
      { method: 'GET', path: /blobs/, does: ended },
    );
    const client = clientOf(host);
    const push = 'of a long push'.padEnd(3 * 1024 * 1024, '.');
    expect(await client.uploadBlob({ host, name: 'a/b' }, blobOf(push), {})).toBe('sent');
    const read = await client.readBlob({ host, name: 'a/b' }, blobOf(push), push.length);
    expect(read?.toString() === push).toBe(true);
    expect(faulty.unmet()).toEqual([]);
    const patches = faulty.seen.filter(({ method }) => method === 'PATCH').map(({ headers }) => headers.authorization);
    expect(new Set(patches).size).toBe(2);
    expect(faulty.violations).toEqual([]);
  });

  it('registry client: tells a wrong password from a right that is missing', async () => {
    const { host } = await registryBehindProxy(withToken());
    expect(await refusalOf(clientOf(host, 'planted too').findBlob({ host, name: 'a' }, hashBytes('x')))).toMatchObject({
      code: 'image_registry_login',
    });
    tokens.readOnly = true;
    expect(await refusalOf(clientOf(host).uploadBlob({ host, name: 'a' }, blobOf('x'), {}))).toMatchObject({
      code: 'image_registry_forbidden',
      message: expect.stringContaining('registry-editor') as string,
    });
    const nobody = testClient();
    stops.push(nobody.close);
    expect(await nobody.findBlob({ host, name: 'a' }, hashBytes('x'))).toBeUndefined();
    expect(tokens.asked.at(-1)).toBe(' repository:a:pull');
  });

  it('registry client: a refresh token out of a file, which may be renewed while we run', async () => {
    const { host } = await registryBehindProxy(withToken());
    const authFile = join(folder, 'config.json');
    const write = (entry: object) => writeFile(authFile, JSON.stringify({ auths: { [host]: entry } }));
    const client = testClient({ credentials: createCredentials({ authFile }) });
    stops.push(client.close);
    await write({ identitytoken: 'planted-and-old' });
    expect(await refusalOf(client.findBlob({ host, name: 'a' }, hashBytes('x')))).toMatchObject({
      code: 'image_registry_login',
    });
    await write({ identitytoken: tokens.refreshToken });
    expect(await client.findBlob({ host, name: 'a' }, hashBytes('x'))).toBeUndefined();
    const asked = tokens.asked.length;
    await write({ registrytoken: 'planted-and-wrong' });
    expect(await refusalOf(client.findBlob({ host, name: 'b' }, hashBytes('x')))).toMatchObject({
      code: 'image_registry_login',
    });
    expect(tokens.asked).toHaveLength(asked);
  });

  it('registry client: a password goes to no token service without TLS elsewhere, nor where an address hides one', async () => {
    const faulty = await registryBehindProxy({});
    const { host } = faulty;
    const challenge = (realm: string) => ({
      method: 'HEAD',
      path: /blobs/,
      does: { kind: 'answer', status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}"` } } as const,
    });
    for (const [realm, code] of [
      ['http://auth.example.com/token', 'image_registry_insecure'],
      ['ftp://127.0.0.1/token', 'image_registry_insecure'],
      [tokens.realm.replace('127.', 'someone:else@127.'), 'image_registry_login'],
      ['nonsense', 'image_registry_login'],
    ] as const) {
      faulty.plan(challenge(realm));
      expect(await refusalOf(clientOf(host).findBlob({ host, name: 'a' }, hashBytes('x')))).toMatchObject({ code });
    }
    expect(tokens.asked).toEqual([]);
  });

  it('registry client: neither a storage that it is sent to nor a word of the registry gets a credential', async () => {
    const faulty = await registryBehindProxy({ password: true });
    const { host } = faulty;
    const asked: IncomingMessage[] = [];
    const storage = createServer((request, response) => {
      asked.push(request);
      response.end('bytes');
    }).listen(0, '127.0.0.1');
    await once(storage, 'listening');
    stops.push(
      () => new Promise((done) => storage.close(done)),
      () => Promise.resolve(storage.closeAllConnections()),
    );
    const client = clientOf(host);
    const at = { host, name: 'a' };
    await client.uploadBlob(at, blobOf('bytes'), {});
    const location = `http://127.0.0.1:${(storage.address() as AddressInfo).port}/elsewhere?signature=1`;
    faulty.plan({ method: 'GET', path: /blobs/, does: { kind: 'answer', status: 307, headers: { location } } });
    expect((await client.readBlob(at, blobOf('bytes'), 100))?.toString()).toBe('bytes');
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    for (const elsewhere of ['http://storage.example.com/x', 'file:///etc/passwd']) {
      const headers = { location: elsewhere };
      faulty.plan({ method: 'GET', path: /blobs/, does: { kind: 'answer', status: 307, headers } });
      expect(await refusalOf(client.readBlob(at, blobOf('bytes'), 100))).toMatchObject({
        code: 'image_registry_insecure',
      });
    }
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message: `you sent ${secrets[0]} as ${secrets[1]}` }] });
    faulty.plan({ method: 'POST', path: /uploads/, does: { kind: 'answer', status: 403, body } });
    expect(await refusalOf(client.uploadBlob(at, blobOf('more'), {}))).toMatchObject({
      code: 'image_registry_forbidden',
      message: expect.stringContaining('you sent [redacted] as [redacted]') as string,
    });
    // So long that the words are cut within the secret, unless it was taken out before.
    const message = `${'x'.repeat(180)} ${secrets[1]} ${'y'.repeat(200)}`;
    const cut = JSON.stringify({ errors: [{ code: 'DIGEST_INVALID', message }] });
    for (const method of ['PATCH', 'PUT']) {
      faulty.plan({ method, path: /uploads/, does: { kind: 'answer', status: 400, body: cut } });
      const refused = await refusalOf(
        client.uploadBlob(at, blobOf(`more for ${method}`.padEnd(method === 'PATCH' ? 3 * 1024 * 1024 : 20)), {}),
      );
      expect(refused.message).toContain('xxx');
      expect(refused.message).not.toContain(secrets[1]?.slice(0, 8));
    }
  });

  it('registry client: TLS by an authority of our own, through a proxy, and never without a certificate', async () => {
    const registry = await startRegistry(folder, { tls: keys });
    const proxy = await startConnectProxy(registry.host);
    stops.push(registry.stop, proxy.stop);
    const authorities = await readFile(keys.certificate, 'utf8');
    const at = { host: registry.host, name: 'a' };
    const network = { silence: 20_000 };
    expect(await refusalOf(clientOf(registry.host).findBlob(at, hashBytes('x')))).toMatchObject({
      code: 'image_registry_untrusted',
      message: expect.stringContaining('STEWARD_REGISTRY_CA_FILE') as string,
    });
    const trusting = clientOf(registry.host, undefined, { network: { ...network, authorities } });
    expect(await trusting.uploadBlob(at, blobOf('x'), {})).toBe('sent');
    const through = { ...network, authorities, proxy: { https: proxy.url.replace('//', '//proxy:planted@') } };
    const away = clientOf('registry.test', undefined, { network: through });
    expect(await away.findBlob({ host: 'registry.test', name: 'a' }, hashBytes('x'))).toBe(1);
    expect(proxy.asked).toEqual([`registry.test:443 Basic ${Buffer.from('proxy:planted').toString('base64')}`]);
    const other = clientOf('other.test', undefined, { network: through });
    expect(await refusalOf(other.findBlob({ host: 'other.test', name: 'a' }, hashBytes('x')))).toMatchObject({
      code: 'image_registry_untrusted',
    });
  });

  it('registry client: without TLS only where the settings say so', async () => {
    const registry = await startRegistry(folder);
    const proxy = await startConnectProxy(registry.host);
    stops.push(registry.stop, proxy.stop);
    const network = { silence: 20_000, proxy: { https: proxy.url, http: proxy.url } };
    const at = { host: 'plain.test:5000', name: 'a' };
    const strict = clientOf(at.host, undefined, { network });
    expect(await refusalOf(strict.findBlob(at, hashBytes('x')))).toMatchObject({
      code: 'image_registry_insecure',
      message: expect.stringContaining('STEWARD_REGISTRY_PLAIN_HTTP') as string,
    });
    const told = clientOf(at.host, undefined, { network, plainHosts: ['plain.test:5000'] });
    expect(await told.findBlob(at, hashBytes('x'))).toBeUndefined();
    expect(proxy.asked.at(-1)).toBe('plain.test:5000 nobody');
  });
});
