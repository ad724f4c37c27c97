/**
 * Building and pushing an image with one new layer of 1 MB on a base of 200 MB: without a daemon, against `docker build` and
 * `docker push` of the same layer:
 *
 *   STEWARD_TEST_REGISTRY=$(which docker-registry) STEWARD_TEST_DOCKER=$(which dockerd) npm run bench:build -- [PAIRS]
 *
 * Needs the `docker` program (or DOCKER, its path), with BuildKit; 12 turns unless given. Registry and daemon are its own, on loopback, both with the base at
 * hand; the classic builder and BuildKit, in turns with ours, each with a layer that nobody has seen. Budget: ours at least
 * ten times faster, by the medians.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createAppendBuilder } from '../activities/image/append/create-append-builder';
import { createRegistryPlace } from '../activities/image/create-registry-place';
import { hashBytes } from '../formats/hash';
import { extractSampleModel, samplePackage } from '../test/contracts/sample-package';
import { quantile } from '../test/serving/gateway/open-loop';
import { startDaemon } from '../test/support/docker-daemon';
import { testClient } from '../test/support/registry-client';
import { startRegistry } from '../test/support/registry-server';

const budget = 10;
const sizes = { base: 200_000_000, layer: 1_000_000 } as const;

type Way = 'append' | 'classic' | 'BuildKit';

async function main(turns: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-bench-'));
  const registry = await startRegistry(folder);
  const daemon = await startDaemon();
  const client = testClient();
  try {
    const docker = dockerProgram(daemon.socket);
    const base = await pushBase(folder, registry.host, docker);
    const place = createRegistryPlace({
      ...{ client, host: registry.host, prefix: 'steward' },
      ...{ progress: () => undefined, report: () => undefined },
    });
    const builder = createAppendBuilder({
      ...{ place, workDirectory: path.join(folder, 'builds'), extractModel: extractSampleModel },
    });
    const ways: Readonly<Record<Way, (turn: number) => Promise<() => Promise<unknown>>>> = {
      append: async () => {
        const model = await samplePackage(folder, randomBytes(sizes.layer / 2).toString('hex'));
        const request = { project: 'hmeq', label: 'v1', base: { kind: 'image', reference: base } as const, ...model };
        return async () => builder.publish((await builder.build(request)).digest, 'hmeq', 'v1');
      },
      classic: (turn) => byDocker(folder, registry.host, base, docker, `classic-${turn}`, '0'),
      BuildKit: (turn) => byDocker(folder, registry.host, base, docker, `buildkit-${turn}`, '1'),
    };
    const times: Record<Way, number[]> = { append: [], classic: [], BuildKit: [] };
    // The first turn warms everything up.
    for (let turn = 0; turn <= turns; turn += 1)
      for (const way of ['append', 'classic', 'append', 'BuildKit'] as const) {
        const work = await ways[way](turn);
        // What the turn before left to be written must not slow this one.
        await promisify(execFile)('sync');
        const started = performance.now();
        await work();
        if (turn > 0) times[way].push(performance.now() - started);
      }
    report(times);
  } finally {
    await client.close();
    await daemon.close();
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Docker = (args: readonly string[], variables?: Readonly<Record<string, string>>) => Promise<string>;

function dockerProgram(socket: string): Docker {
  return async (args, variables = {}) => {
    const env = { ...process.env, DOCKER_HOST: `unix://${socket}`, ...variables };
    return (await promisify(execFile)(process.env['DOCKER'] ?? 'docker', args, { env, maxBuffer: 64 * 1024 * 1024 }))
      .stdout;
  };
}

/** A base that the daemon and the registry both have; its name by digest. */
async function pushBase(folder: string, host: string, docker: Docker): Promise<string> {
  const context = path.join(folder, 'base');
  await mkdir(context);
  await writeFile(path.join(context, 'server'), randomBytes(sizes.base));
  await writeFile(path.join(context, 'Dockerfile'), 'FROM scratch\nCOPY server /server\nUSER 1001:0\n');
  const name = `${host}/bases/model-server`;
  await docker(['build', '--quiet', '--tag', `${name}:base`, context], { DOCKER_BUILDKIT: '0' });
  await docker(['push', '--quiet', `${name}:base`]);
  const names = await docker(['inspect', '--format', '{{index .RepoDigests 0}}', `${name}:base`]);
  return names.trim();
}

/** Prepares a context with a layer of its own; what is returned builds and pushes it. */
async function byDocker(
  folder: string,
  host: string,
  base: string,
  docker: Docker,
  name: string,
  buildKit: '0' | '1',
): Promise<() => Promise<unknown>> {
  const context = path.join(folder, name);
  const content = randomBytes(sizes.layer / 2).toString('hex');
  await mkdir(context);
  await writeFile(path.join(context, 'saved_model.pb'), content);
  await writeFile(
    path.join(context, 'Dockerfile'),
    `FROM ${base}\nCOPY saved_model.pb /models/hmeq/1/saved_model.pb\n`,
  );
  const tag = `${host}/docker/hmeq:v-${hashBytes(content).slice('sha256:'.length, 'sha256:'.length + 12)}`;
  return async () => {
    await docker(['build', '--quiet', '--tag', tag, context], { DOCKER_BUILDKIT: buildKit });
    await docker(['push', '--quiet', tag]);
  };
}

function report(times: Readonly<Record<Way, readonly number[]>>): void {
  const loads = loadavg().map((load) => load.toFixed(1));
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; load average ${loads.join(' ')}`);
  const own = quantile(times.append, 0.5);
  for (const way of ['append', 'classic', 'BuildKit'] as const) {
    const [low = 0, median = 0, high = 0] = [0, 0.5, 1].map((share) => quantile(times[way], share) / 1_000);
    const ratio = (median * 1_000) / own;
    console.log(
      `${way.padEnd(9)} median ${median.toFixed(3)} s, from ${low.toFixed(3)} to ${high.toFixed(3)} s, ` +
        `${times[way].length} times; ${ratio.toFixed(1)} × ours`,
    );
    if (way !== 'append' && ratio < budget) process.exitCode = 1;
  }
}

main(Number(process.argv[2] ?? 12)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
