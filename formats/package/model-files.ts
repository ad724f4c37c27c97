import { constants } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StewardError } from '../../domain/errors';
import type { PackageFile, PackageManifest } from '../../domain/package/manifest';
import { extractArchive } from '../zip/extract-archive';

/**
 * Writes the SavedModel of a registered package below `intoDir`: `saved_model.pb`, `variables/…` and assets, each compared
 * with the digest that the manifest has for it; a file that is there already is an error. `<intoDir>.unpacked` is used
 * meanwhile and must not exist.
 *
 * Errors: `model_file_differs`, and every `archive_…`.
 */
export async function extractModel(packagePath: string, manifest: PackageManifest, intoDir: string): Promise<void> {
  const { location, files } = manifest.model;
  const scratch = `${intoDir}.unpacked`;
  await mkdir(scratch);
  try {
    const archive =
      location.archive === undefined ? packagePath : await unpackNested(packagePath, location.archive, scratch);
    const prefix = location.folder === '' ? '' : `${location.folder}/`;
    const expected = new Map(files.map((file) => [`${prefix}${file.path}`, file]));
    const unpacked = join(scratch, 'model');
    const found = await extractArchive(archive, unpacked, { wanted: (path) => expected.has(path) });
    compare(found, expected);
    await mkdir(intoDir, { recursive: true });
    for (const [path, file] of expected) await place(join(unpacked, ...path.split('/')), intoDir, file);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function unpackNested(packagePath: string, archive: string, scratch: string): Promise<string> {
  const directory = join(scratch, 'package');
  await extractArchive(packagePath, directory, { wanted: (path) => path === archive });
  return join(directory, ...archive.split('/'));
}

function compare(found: readonly PackageFile[], expected: ReadonlyMap<string, PackageFile>): void {
  const digests = new Map(found.map(({ path, sha256 }) => [path, sha256]));
  for (const [path, { sha256 }] of expected)
    if (digests.get(path) !== sha256)
      throw new StewardError('model_file_differs', {
        file: path,
        expected: sha256,
        actual: digests.get(path) ?? 'missing',
      });
}

async function place(source: string, intoDir: string, file: PackageFile): Promise<void> {
  const target = join(intoDir, ...file.path.split('/'));
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target, constants.COPYFILE_EXCL);
}
