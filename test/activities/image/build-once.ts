import { mkdir } from 'node:fs/promises';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createLayoutPlace } from '../../../activities/image/create-layout-place';
import { createDockerBuilder } from '../../../activities/image/docker/create-docker-builder';
import { extractModel } from '../../../formats/package/model-files';
import { inspectPackage } from '../../../formats/package/inspect-package';

/**
 * Builds one package in a process of its own and prints the image: `build-once <package> <folder>`; with a tag's label
 * as third word it is published as well, as often as the fourth word says. With TEST_DOCKER_SOCKET it is built by that daemon.
 */
async function main([packagePath = '', folder = '', label, times = '1']: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = await inspectPackage(packagePath, `${folder}/inspected-${process.pid}`);
  const place = createLayoutPlace({ directory: `${folder}/images` });
  const parts = { place, workDirectory: `${folder}/builds`, extractModel };
  const socket = process.env.TEST_DOCKER_SOCKET;
  const builder =
    socket === undefined
      ? createAppendBuilder(parts)
      : createDockerBuilder({ ...parts, socket, credentials: () => Promise.resolve(undefined), now: Date.now });
  const build = () =>
    builder.build({ project: 'gone', label: label ?? 'v1', base: { kind: 'scratch' }, packagePath, manifest });
  const built = await build();
  process.send?.({ built });
  for (let time = 0; label !== undefined && time < Number(times); time += 1) {
    await build();
    await builder.publish(built.digest, 'gone', `${label}-${time}`);
  }
  process.send?.({ done: true });
}

process.umask(Number(process.env.TEST_UMASK ?? '022'));
if (process.env.TEST_USER !== undefined) process.setuid?.(Number(process.env.TEST_USER));
void main(process.argv.slice(2)).then(() => process.disconnect());
