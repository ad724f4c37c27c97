import { type ChildProcess, fork } from 'node:child_process';
import { on, once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { BuiltImage } from '../../../domain/ports/builder';
import { checkBlob } from '../../../formats/oci/blobs';
import { readIndex } from '../../../formats/oci/layout';
import { tagAnnotation } from '../../../formats/oci/media-types';
import { trainModel } from '../../../trainer/train';
import { madeUpSpec, madeUpTable } from '../../trainer/made-up-table';

/** The builder in processes of their own, on a package that the trainer made. */
describe('append builder: in other processes', () => {
  let folder: string;
  let packagePath: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'builders-'));
    packagePath = join(folder, 'package.zip');
    await writeFile(packagePath, trainModel(madeUpTable(400), madeUpSpec).package);
    await chmod(folder, 0o755);
    await chmod(packagePath, 0o644);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
    return fork(join(__dirname, 'build-once.ts'), [packagePath, ...words], {
      execArgv: ['--require', require.resolve('tsx/cjs')],
      env: { PATH: process.env.PATH, ...environment },
    });
  }

  async function told(child: ChildProcess, key: 'built' | 'done'): Promise<unknown> {
    const ended = once(child, 'exit').then(([code]: unknown[]) =>
      Promise.reject(new Error(`it ended with ${String(code)}`)),
    );
    const said = (async () => {
      for await (const [message] of on(child, 'message') as AsyncIterable<[Record<string, unknown>]>)
        if (key in message) return message[key];
      return undefined;
    })();
    return Promise.race([said, ended]);
  }

  it('append builder: time zone, locale, umask and user leave no trace in the digest', async () => {
    const root = process.getuid?.() === 0;
    const surroundings = [
      { TZ: 'UTC', TEST_UMASK: '022' },
      { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', TEST_UMASK: '077' },
      { TZ: 'America/St_Johns', LANG: 'C', TEST_UMASK: '0', ...(root && { TEST_USER: '65534' }) },
    ];
    const images: BuiltImage[] = [];
    for (const [at, environment] of surroundings.entries()) {
      const own = join(folder, `surroundings-${at}`);
      await mkdir(own);
      await chmod(own, 0o777);
      images.push((await told(run([own], { HOME: own, TMPDIR: own, ...environment }), 'built')) as BuiltImage);
    }
    expect(images).toEqual([images[0], images[0], images[0]]);
    expect(images[0]).toHaveProperty('digest');
  });

  it('append builder: processes that publish at once lose nothing of each other', async () => {
    const own = join(folder, 'at-once');
    const labels = ['a', 'b', 'c'];
    await Promise.all(labels.map((label) => told(run([own, label, '4']), 'done')));
    const { manifests } = await readIndex(join(own, 'images'));
    const tags = manifests.map((entry) => entry.annotations?.[tagAnnotation]?.slice(0, 3)).sort();
    expect(tags).toEqual(labels.flatMap((label) => [0, 1, 2, 3].map((time) => `${label}-${time}`)));
    expect(await readdir(join(own, 'builds/unfinished'))).toEqual([]);
  });

  it('append builder: killed at any moment, it leaves a whole layout, and doing it again finishes it', async () => {
    const own = join(folder, 'killed');
    const layout = join(own, 'images');
    for (const ms of [0, 2, 5, 9, 14, 20, 30]) {
      const child = run([own, `k${ms}`, '1000']);
      await told(child, 'built');
      await wait(ms);
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      const { manifests } = await readIndex(layout);
      for (const { digest } of manifests) await checkBlob(layout, digest);
    }
    await told(run([own, 'last', '1']), 'done');
    const { manifests } = await readIndex(layout);
    expect(manifests.filter((entry) => entry.annotations?.[tagAnnotation]?.startsWith('last-'))).toHaveLength(1);
    expect(new Set(manifests.map(({ digest }) => digest)).size).toBe(1);
    expect(await readdir(join(own, 'builds/unfinished'))).toEqual([]);
    expect(await readdir(join(layout, '.drafts'))).toEqual([]);
    expect((await readdir(layout)).sort()).toEqual(['.drafts', 'blobs', 'index.json', 'oci-layout']);
  });
});
