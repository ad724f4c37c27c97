/**
 * `npm run build`: compiles, bundles the workflow code and copies what is not TypeScript into dist/. With `--if-stale`
 * it returns at once when nothing changed since the last build. Also imported by the entries that need a build.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundlePage, pageSources } from './bundle-page.mjs';
import { rooms } from './house.mjs';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const stampFile = path.join(dist, '.build-stamp');
const require = createRequire(import.meta.url);

/** The engine refuses nothing, but every workflow start pays for the weight of its bundle. */
const largestBundle = 1024 * 1024;
const settingsFiles = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'tools/build.mjs',
  'tools/bundle-page.mjs',
];

/** Names, sizes and times of all inputs as one digest: cheap enough for every start, and it notices removed files. */
async function fingerprint() {
  const files = [...settingsFiles, ...(await listRoomFiles())].sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const found = await stat(path.join(root, file)).catch(() => undefined);
    hash.update(`${file} ${found?.size ?? '-'} ${found?.mtimeMs ?? '-'}\n`);
  }
  return hash.digest('hex');
}

async function listRoomFiles() {
  const lists = await Promise.all(
    Object.keys(rooms)
      .filter((room) => existsSync(path.join(root, room)))
      .map(async (room) => {
        const entries = await readdir(path.join(root, room), { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
      }),
  );
  return lists.flat();
}

export async function isStale() {
  const built = await readFile(stampFile, 'utf8').catch(() => '');
  return built !== (await fingerprint());
}

/** Builds unless nothing changed. An installation without development tools runs what was built before it. */
export async function buildIfStale() {
  if (!(await isStale())) return;
  if (!hasCompiler()) {
    if (existsSync(stampFile)) return;
    throw new Error('Steward is not built, and the compiler is not installed. Run `npm ci` without `--omit=dev`.');
  }
  await build();
}

export async function build() {
  const begin = performance.now();
  const print = await fingerprint();
  process.stderr.write('Building Steward (about 20 s)…\n');
  await rm(stampFile, { force: true });
  await removeOrphans();
  compile();
  await copyAssets();
  await bundlePage();
  const size = await bundleWorkflows();
  await writeFile(stampFile, print);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stderr.write(`Built in ${seconds} s; the workflow bundle has ${Math.ceil(size / 1024)} KB.\n`);
}

function hasCompiler() {
  try {
    return require.resolve('typescript') !== '';
  } catch {
    return false;
  }
}

function compile() {
  const compiler = require.resolve('typescript/lib/tsc.js');
  const run = spawnSync(process.execPath, [compiler, '-p', path.join(root, 'tsconfig.build.json')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (run.status !== 0) throw new Error('The sources do not compile; the errors are above.');
}

/** What lies in dist/ without a source any more would still be found by `require`. */
async function removeOrphans() {
  if (!existsSync(dist)) return;
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const file = path.relative(dist, path.join(entry.parentPath, entry.name));
    if (!entry.isFile() || !file.includes(path.sep) || file.startsWith(pageSources)) continue;
    const source = path.join(root, file.replace(/\.js(\.map)?$/, '.ts'));
    if (!existsSync(source) && !existsSync(path.join(root, file))) await removeCompiled(file);
  }
}

async function removeCompiled(file) {
  await rm(path.join(dist, file));
  // The compiler's own notes would otherwise tell it that nothing has to be written.
  await rm(path.join(dist, '.tsbuildinfo'), { force: true });
}

async function copyAssets() {
  for (const file of await listRoomFiles()) {
    if (/\.(ts|mjs|md)$/.test(file) || file.startsWith(pageSources)) continue;
    const target = path.join(dist, file);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(path.join(root, file), target);
  }
}

/** Returns the size of the code in bytes, its source map left out. */
async function bundleWorkflows() {
  const { bundleWorkflowCode } = require('@temporalio/worker');
  const quiet = { trace() {}, debug() {}, info() {}, log() {}, warn: say, error: say };
  const { code } = await bundleWorkflowCode({ workflowsPath: path.join(dist, 'workflows/index.js'), logger: quiet });
  const size = Buffer.byteLength(code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, ''));
  if (size > largestBundle)
    throw new Error(
      `The workflow bundle has ${size} bytes, more than ${largestBundle}: workflows/ or domain/ imports something heavy.`,
    );
  const file = path.join(dist, 'workflow-bundle.js');
  await writeFile(`${file}.new`, code);
  await rename(`${file}.new`, file);
  return size;
}

function say(...words) {
  process.stderr.write(`${words.map(String).join(' ')}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const work = process.argv.includes('--if-stale') ? buildIfStale() : build();
  work.catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
