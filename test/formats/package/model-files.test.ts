import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectPackage } from '../../../formats/package/inspect-package';
import { extractModel } from '../../../formats/package/model-files';
import { writeZip, type ZipEntry } from '../../../formats/zip/write-zip';
import { json, sampleFiles, sampleGraph } from '../../support/sample-packages';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();
const model: ZipEntry[] = [
  { path: '7/saved_model.pb', bytes: sampleGraph({ readsVariables: true }) },
  json('7/variables/variables.index', 'index'),
  json('7/variables/variables.data-00000-of-00001', 'weights'),
  json('7/train.py', 'never run'),
];

async function register(name: string, entries: readonly ZipEntry[]) {
  const archive = join(folder, `${name}.zip`);
  writeFileSync(archive, writeZip(entries));
  return {
    archive,
    manifest: await inspectPackage(archive, join(folder, name), { outcome: { name: 'BAD', event: '1' } }),
  };
}

describe('model files', () => {
  it.each<[string, ZipEntry[]]>([
    ['plain', model],
    ['nested', sampleFiles({ '1/saved_model.pb': undefined, 'model.zip': writeZip(model) })],
  ])('are written below the given folder and nothing else (%s)', async (name, entries) => {
    const { archive, manifest } = await register(name, entries);
    const into = join(folder, `${name}-model`);
    await extractModel(archive, manifest, into);
    expect(readdirSync(into, { recursive: true }).sort()).toEqual([
      'saved_model.pb',
      'variables',
      'variables/variables.data-00000-of-00001',
      'variables/variables.index',
    ]);
    expect(readFileSync(join(into, 'variables/variables.index'), 'utf8')).toBe('"index"');
    expect(existsSync(`${into}.unpacked`)).toBe(false);
  });

  it('go into an empty folder that is there already, but never over a file', async () => {
    const { archive, manifest } = await register('again', model);
    const into = join(folder, 'again-model');
    mkdirSync(into);
    await extractModel(archive, manifest, into);
    await expect(extractModel(archive, manifest, into)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(existsSync(`${into}.unpacked`)).toBe(false);
  });

  it('are refused when one is not what was registered, or is gone', async () => {
    const { manifest } = await register('original', model);
    const swap = (path: string, entry: ZipEntry[]) => [...model.filter((file) => file.path !== path), ...entry];
    for (const [name, entries] of [
      ['changed', swap('7/variables/variables.index', [json('7/variables/variables.index', 'other')])],
      ['gone', swap('7/variables/variables.index', [])],
    ] as const) {
      const archive = join(folder, `${name}.zip`);
      writeFileSync(archive, writeZip(entries));
      await expect(extractModel(archive, manifest, join(folder, `${name}-model`))).rejects.toMatchObject({
        code: 'model_file_differs',
        details: { file: '7/variables/variables.index' },
      });
      expect(existsSync(join(folder, `${name}-model`))).toBe(false);
    }
  });
});
