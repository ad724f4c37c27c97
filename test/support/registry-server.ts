import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { stringify } from 'yaml';

/** Debian's docker-registry, for the tests that ask a real one. */
export const registryProgram = process.env['STEWARD_TEST_REGISTRY'];

/** A user that every registry with a password knows, and nothing that may be seen anywhere. */
export const account = { user: 'steward', password: 'planted-p4ssword' } as const;
/** Of that password, by bcrypt, the only kind that docker-registry takes. */
const passwordHash = '$2b$04$hGqijiVJ77nedUOPqJb75OeJV4go2Pilla08/SwcSYaLqa5VCFmKG';

export interface RegistrySetup {
  readonly password?: true;
  readonly token?: { readonly realm: string; readonly certificate: string };
  readonly tls?: { readonly key: string; readonly certificate: string };
  readonly readOnly?: true;
  /** Another registry's storage, to see it with other eyes. */
  readonly storage?: string;
}

export interface RunningRegistry {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  readonly storage: string;
  readonly stop: () => Promise<void>;
}

/** Service and issuer that registry and token service of the tests agree on. */
export const tokenNames = { service: 'registry of the tests', issuer: 'token service of the tests' } as const;

/** A real registry on loopback, its storage below `folder`; resolves when it listens. */
export async function startRegistry(folder: string, setup: RegistrySetup = {}): Promise<RunningRegistry> {
  const own = await mkdtemp(join(folder, 'registry-'));
  const storage = setup.storage ?? join(own, 'storage');
  await mkdir(storage, { recursive: true });
  await writeFile(join(own, 'htpasswd'), `${account.user}:${passwordHash}\n`);
  await writeFile(join(own, 'config.yml'), stringify(configOf(setup, own, storage)));
  const child = spawn(registryProgram ?? '', ['serve', join(own, 'config.yml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'] },
  });
  const host = await listening(child);
  return {
    host,
    storage,
    async stop() {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Takes a manifest or a blob out of one repository, as pruning or a damaged disk does. */
export async function loseFrom({ storage }: RunningRegistry, repository: string, digest: string): Promise<void> {
  const own = join(storage, 'docker/registry/v2/repositories', repository);
  const name = digest.replace(':', '/');
  for (const links of ['_layers', '_manifests/revisions'])
    await rm(join(own, links, name), { recursive: true, force: true });
}

/** A key and a certificate that it signed itself, for 127.0.0.1 and registry.test, as files in `folder`. */
export async function makeCertificate(folder: string): Promise<{ readonly key: string; readonly certificate: string }> {
  const own = await mkdtemp(join(folder, 'certificate-'));
  const [key, certificate] = [join(own, 'key.pem'), join(own, 'certificate.pem')];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2'];
  const names = ['-subj', '/CN=steward tests', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:registry.test'];
  await promisify(execFile)('openssl', [...words, ...names]);
  return { key, certificate };
}

function configOf(setup: RegistrySetup, own: string, storage: string): object {
  return {
    version: '0.1',
    log: { level: 'info', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: storage },
      delete: { enabled: true },
      ...(setup.readOnly && { maintenance: { readonly: { enabled: true } } }),
    },
    http: {
      addr: '127.0.0.1:0',
      secret: 'of the tests',
      ...(setup.tls && { tls: { certificate: setup.tls.certificate, key: setup.tls.key } }),
    },
    ...(setup.password && { auth: { htpasswd: { realm: 'tests', path: join(own, 'htpasswd') } } }),
    ...(setup.token && {
      auth: { token: { ...tokenNames, realm: setup.token.realm, rootcertbundle: setup.token.certificate } },
    }),
  };
}

async function listening(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  if (child.stderr === null) throw new Error('its log is not read');
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    const port = /listening on (?:127\.0\.0\.1|\[::\]):(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stderr.resume();
    return `127.0.0.1:${port}`;
  }
  throw new Error(`docker-registry ended before it listened:\n${said.slice(-5).join('\n')}`);
}
