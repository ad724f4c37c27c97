import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createLayoutPlace } from '../../../activities/image/create-layout-place';
import { createLocalTarget } from '../../../activities/target/local/create-local-target';
import { extractModel } from '../../../formats/package/model-files';
import { inspectPackage } from '../../../formats/package/inspect-package';
import { trainModel } from '../../../trainer/train';
import { extractSampleModel, samplePackage } from '../../contracts/sample-package';
import type { PublishedModel, TargetUnderTest } from '../../contracts/target';
import { madeUpSpec, madeUpTable } from '../../trainer/made-up-table';

const token = 'a-token-that-is-only-for-tests';
/** Nothing listens there: a gateway serves without PostgreSQL. */
const nobody = 'postgres://steward_recorder:password@127.0.0.1:9/steward';
const project = 'gone';

/** Real packages, really built; a local host and its model servers as processes of their own. */
export async function openLocalTarget(): Promise<TargetUnderTest & { readonly url: string; kill(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'local-target-'));
  const first = await publishTrained(folder, 1);
  const second = await publishTrained(folder, 2);
  const broken = await publishBroken(folder);
  const { child, port } = await startLocalHost(join(folder, 'local-host'));
  const url = `http://127.0.0.1:${port}`;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return {
    target: createLocalTarget({ url, token, fetch }),
    models: { first, second, broken },
    project,
    refused: (manifest) => ({
      manifest: { ...manifest, model: { ...manifest.model, ops: [...manifest.model.ops, 'NoSuchOpAnywhere'] } },
      says: { code: 'op_not_supported', details: { op: 'NoSuchOpAnywhere' } },
    }),
    shellFor: () => Promise.resolve(process.env),
    url,
    kill: () => end('SIGKILL'),
    close: async () => {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function publishTrained(folder: string, seed: number): Promise<PublishedModel> {
  const packagePath = join(folder, `trained-${seed}.zip`);
  await writeFile(packagePath, trainModel(madeUpTable(400, seed), madeUpSpec).package);
  const manifest = await inspectPackage(packagePath, join(folder, `inspected-${seed}`));
  return publish(folder, extractModel, { packagePath, manifest });
}

/** An image like any other, but what should be a graph is none. */
async function publishBroken(folder: string): Promise<PublishedModel> {
  return publish(folder, extractSampleModel, await samplePackage(folder, 'this is no graph'));
}

async function publish(
  folder: string,
  extract: typeof extractModel,
  { packagePath, manifest }: Pick<PublishedModel, 'manifest'> & { readonly packagePath: string },
): Promise<PublishedModel> {
  const builder = createAppendBuilder({
    place: createLayoutPlace({ directory: join(folder, 'images') }),
    workDirectory: join(folder, 'builds'),
    extractModel: extract,
  });
  const { digest } = await builder.build({ project, label: 'v1', manifest, packagePath, base: { kind: 'scratch' } });
  const { reference } = await builder.publish(digest, project, 'v1');
  return { manifest, image: digest, reference };
}

async function startLocalHost(directory: string): Promise<{ child: ChildProcess; port: number }> {
  const main = join(__dirname, '../../../serving/local-host/main.ts');
  const child = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      STEWARD_LOCAL_HOST_PORT: '0',
      STEWARD_LOCAL_HOST_TOKEN: token,
      STEWARD_LOCAL_HOST_DIR: directory,
      STEWARD_GATEWAY_DATABASE_URL: nobody,
    },
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { ready, port } = JSON.parse(line) as { ready?: boolean; port?: number };
    if (ready === true && port !== undefined) {
      child.stdout.resume();
      return { child, port };
    }
  }
  throw new Error('the local host ended before it was ready');
}
