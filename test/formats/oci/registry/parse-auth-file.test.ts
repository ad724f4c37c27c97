import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCredentials } from '../../../../formats/oci/registry/credentials';
import { parseAuthFile } from '../../../../formats/oci/registry/parse-auth-file';
import { scratchFolder } from '../../../support/scratch-folder';

const pair = (text: string) => ({ auth: Buffer.from(text).toString('base64') });
const password = (user: string, word: string) => ({ credentials: { kind: 'password', user, password: word } });

function find(file: unknown, host: string, name = 'a/b') {
  return parseAuthFile(JSON.stringify(file))?.({ host, name });
}

describe('files of credentials', () => {
  it.each([
    ['registry.example.com', 'registry.example.com'],
    ['https://registry.example.com', 'registry.example.com'],
    ['https://registry.example.com/v2/', 'registry.example.com'],
    ['http://registry.example.com/v1/', 'registry.example.com'],
    ['registry.example.com:443', 'registry.example.com'],
    ['Registry.Example.com/', 'registry.example.com'],
    ['https://index.docker.io/v1/', 'docker.io'],
    ['docker.io', 'docker.io'],
    ['127.0.0.1:5000', '127.0.0.1:5000'],
  ])('files of credentials: the key %s is for %s', (key, host) => {
    expect(find({ auths: { [key]: pair('u:p') } }, host)).toEqual(password('u', 'p'));
    expect(find({ auths: { [key]: pair('u:p') } }, 'other.example.com')).toBeUndefined();
  });

  it('files of credentials: no host gets those of one whose name only begins or ends like it', () => {
    const auths = { 'example.com': pair('u:p'), 'registry.example.com:5000': pair('u:p') };
    for (const host of ['example.com.evil.org', 'registry.example.com', 'notexample.com', 'example.com:5000'])
      expect(find({ auths }, host)).toBeUndefined();
  });

  it('files of credentials: the entry of the longest path that a repository lies below counts', () => {
    const auths = { host: pair('all:1'), 'host/a': pair('some:2'), 'host/a/b': pair('one:3'), 'host/v2': pair('v:4') };
    expect(find({ auths: { ...auths, 'h.io': pair('x:y') } }, 'host', 'a/b')).toEqual(password('one', '3'));
    expect(find({ auths }, 'host', 'a/c')).toEqual(password('some', '2'));
    expect(find({ auths }, 'host', 'ab')).toMatchObject(password('all', '1'));
  });

  it('files of credentials: every form in which they are written', () => {
    expect(find({ auths: { h: { username: 'u', password: 'p:p' } } }, 'h')).toEqual(password('u', 'p:p'));
    expect(find({ auths: { h: pair('u:p:p') } }, 'h')).toEqual(password('u', 'p:p'));
    expect(find({ auths: { h: pair('u:p\0\0') } }, 'h')).toEqual(password('u', 'p'));
    expect(find({ h: { username: 'u', password: 'p', email: 'e' } }, 'h')).toEqual(password('u', 'p'));
    const identity = { ...pair('00000000-0000-0000-0000-000000000000:'), identitytoken: 'refresh' };
    expect(find({ auths: { h: identity } }, 'h')).toEqual({ credentials: { kind: 'refresh', token: 'refresh' } });
    expect(find({ auths: { h: { registrytoken: 'token' } } }, 'h')).toEqual({
      credentials: { kind: 'bearer', token: 'token' },
    });
  });

  it('files of credentials: a helper is named and not run, and what stands in the file itself goes before it', () => {
    const file = { auths: { h: {}, other: pair('u:p') }, credsStore: 'desktop', credHelpers: { 'gcr.io': 'gcloud' } };
    expect(find(file, 'h')).toEqual({ helper: 'desktop' });
    expect(find(file, 'gcr.io')).toEqual({ helper: 'gcloud' });
    expect(find(file, 'other')).toEqual(password('u', 'p'));
    expect(find({ auths: { h: {} } }, 'h')).toBeUndefined();
  });

  it.each([
    '',
    'null',
    '[]',
    '"x"',
    '{"auths":[]}',
    '{"auths":{"h":{"auth":1}}}',
    '{"auths":{"h":"x"}}',
    '{"a":1}',
    '{',
  ])('files of credentials: %s is none', (text) => {
    expect(parseAuthFile(text)).toBeUndefined();
  });

  it.each([
    ['not base64', { auth: 'plänted' }],
    ['no colon', pair('planted')],
    ['no user', pair(':planted')],
    ['a line break', pair('u:plan\r\nted')],
    ['a colon in the user', { username: 'u:x', password: 'planted' }],
    ['a token with a line break', { registrytoken: 'plan\nted' }],
  ])('files of credentials: an entry with %s is refused without telling it', (_what, entry) => {
    const found = find({ auths: { h: entry } }, 'h');
    expect(found).toHaveProperty('unusable');
    expect(JSON.stringify(found)).not.toMatch(/pl[aä]n/);
  });

  it('files of credentials: names of JavaScript are hosts like others', () => {
    const found = parseAuthFile('{"auths":{"__proto__":{"auth":"dTpw"},"constructor":{"auth":"dTpw"}}}');
    expect(found?.({ host: 'h', name: 'toString' })).toBeUndefined();
    expect(found?.({ host: 'constructor', name: 'a' })).toEqual(password('u', 'p'));
  });
});

describe('credentials', () => {
  const folder = scratchFolder();
  const at = { host: 'h', name: 'a' };
  const refusal = (authFile: string) => expect(createCredentials({ authFile })(at)).rejects;

  it('credentials: the account is for its host alone; the file is read anew each time', async () => {
    const authFile = join(folder, 'config.json');
    const credentials = createCredentials({ authFile, account: { host: 'own', user: 'u', password: 'p' } });
    await writeFile(authFile, JSON.stringify({ auths: { h: pair('old:1'), own: pair('other:9') } }));
    expect(await credentials({ host: 'own', name: 'a' })).toMatchObject({ user: 'u' });
    expect(await credentials(at)).toMatchObject({ user: 'old' });
    await writeFile(authFile, JSON.stringify({ auths: { h: pair('new:2') } }));
    expect(await credentials(at)).toMatchObject({ user: 'new', password: '2' });
    expect(await credentials({ host: 'elsewhere', name: 'a' })).toBeUndefined();
  });

  it('credentials: a short-lived password is asked for at each login, for its host alone', async () => {
    let made = 0;
    const password = () => Promise.resolve(`token-${(made += 1)}`);
    const credentials = createCredentials({ shortLived: { host: 'own', user: 'u', password } });
    expect(await credentials({ host: 'own', name: 'a' })).toMatchObject({ user: 'u', password: 'token-1' });
    expect(await credentials({ host: 'own', name: 'b' })).toMatchObject({ password: 'token-2' });
    expect(await credentials(at)).toBeUndefined();
    expect(made).toBe(2);
  });

  it('credentials: says what is wrong with the file, with the cure and without its content', async () => {
    const code = 'image_registry_credentials_invalid';
    const write = async (text: string) => {
      const path = join(folder, 'wrong.json');
      await writeFile(path, text);
      await chmod(path, 0o600);
      return path;
    };
    await refusal(join(folder, 'none')).toMatchObject({ code, details: { why: 'ENOENT' } });
    await refusal(folder).toMatchObject({ code, details: { why: 'EISDIR' } });
    await refusal(await write('planted')).toMatchObject({
      code,
      message: expect.not.stringContaining('planted') as string,
    });
    await refusal(await write('{"auths":{},"credsStore":"desktop"}')).toMatchObject({
      code,
      message: expect.stringMatching(/helper "desktop".*`docker login`/) as string,
    });
    await refusal(await write(JSON.stringify({ auths: { h: pair('planted') } }))).toMatchObject({
      code,
      message: expect.not.stringContaining('planted') as string,
    });
    await refusal(await write(`{"auths":{}, "x":"${'x'.repeat(1_100_000)}"}`)).toMatchObject({ code });
  });
});
