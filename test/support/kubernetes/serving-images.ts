import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { runTool } from './cluster';

/** Where Steward's programs lie in its image. */
const programs = [
  ...['serving/ask/main', 'serving/carrier/main', 'serving/door/main', 'serving/gateway/main'],
  ...['serving/model-server/main', 'trainer/main'],
];

/** What starts the local model server in such an image. */
export const modelServerCommand = [
  ...['node', '/app/dist/serving/model-server/main.js'],
  ...['--model', '$(MODEL_DIRECTORY)', '--name', '$(MODEL_NAME)', '--version', '$(MODEL_VERSION)'],
  ...['--host', '0.0.0.0', '--port', '$(MODEL_PORT)'],
];

export interface ServingImages {
  /** Pushes an image that differs from the others by `label`; gives its reference by digest. */
  push(name: string, label: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * Images with Node, the scoring gateway and the local model server, and the files that `fill` adds to their root folder.
 * They stand for TensorFlow Serving's image with a model, and for Steward's own.
 */
export async function makeServingImages(
  registry: string,
  fill: (root: string) => Promise<void>,
): Promise<ServingImages> {
  const folder = await mkdtemp(join(tmpdir(), 'serving-images-'));
  const root = join(folder, 'root');
  await runTool('node-base-image', '--small', '--tar', join(folder, 'base.tar'), registry);
  await mkdir(root);
  await promisify(execFile)('tar', ['-xf', join(folder, 'base.tar'), '-C', root]);
  for (const program of programs)
    await build({
      entryPoints: [resolve(__dirname, '../../..', `${program}.ts`)],
      outfile: join(root, 'app/dist', `${program}.js`),
      ...{ bundle: true, platform: 'node', format: 'cjs', external: ['pg-native'], logLevel: 'error' },
    });
  await fill(root);
  return {
    push: (name, label) =>
      runTool(
        'push-image',
        '--user',
        '1001:0',
        '--workdir',
        '/app',
        '--label',
        `of=${label}`,
        `${registry}/${name}`,
        root,
      ),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
