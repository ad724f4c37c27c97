import { join } from 'node:path';
import { StewardError } from '../../domain/errors';
import type { PackageFile, PackageManifest } from '../../domain/package/manifest';
import { extractArchive, sortByPath } from '../zip/extract-archive';
import { diskPath, isLitter, type PackageTree } from './package-tree';

export type ModelLocation = PackageManifest['model']['location'];

/** Where the SavedModel was found. */
export interface FoundModel {
  readonly location: ModelLocation;
  /** The folder on disk that holds its files. */
  readonly directory: string;
  /** The files of the SavedModel, by their path below its folder. */
  readonly files: readonly PackageFile[];
}

/**
 * Finds the one SavedModel of a package: in the folder that its own files name, in its one version folder, or in the
 * one zip inside it, which is unpacked to `nestedDir` (and no deeper).
 *
 * Errors: `package_two_versions`, `package_two_models`, `saved_model_missing`, `saved_model_as_text`, and every
 * `archive_…` about the zip inside.
 */
export async function findModel(tree: PackageTree, told: string | undefined, nestedDir: string): Promise<FoundModel> {
  if (told !== undefined) return modelIn(tree.directory, tree.files, { folder: `${tree.top}${told}` });
  const [versions, zips] = [versionFolders(tree.files, tree.top), nestedZips(tree)];
  if (versions.length + zips.length > 1) throw severalModels(versions, zips);
  const [version] = versions;
  if (version !== undefined) return modelIn(tree.directory, tree.files, { folder: `${tree.top}${version}` });
  const [nested] = zips;
  if (nested === undefined) throw new StewardError('saved_model_missing', { where: tree.name });
  const files = await extractArchive(diskPath(tree, nested), nestedDir, { name: nested.path });
  const inside = versionFolders(files, '');
  if (inside.length > 1) throw severalModels(inside, []);
  return modelIn(nestedDir, files, { archive: nested.path, folder: inside[0] ?? '' });
}

/** The integer-named folders at the top, which is how TensorFlow Serving tells versions. */
function versionFolders(files: readonly PackageFile[], top: string): string[] {
  const folders = files.flatMap(({ path }) => {
    const [head, ...below] = path.startsWith(top) ? path.slice(top.length).split('/') : [];
    return head !== undefined && below.length > 0 && /^\d+$/.test(head) ? [head] : [];
  });
  return [...new Set(folders)];
}

function nestedZips({ files, top, format }: PackageTree): PackageFile[] {
  if (format !== 'sas') return [];
  const isZip = (path: string) => path.startsWith(top) && /^[^/]+\.zip$/i.test(path.slice(top.length));
  return files.filter(({ path }) => isZip(path) && !isLitter(path));
}

function severalModels(versions: readonly string[], zips: readonly PackageFile[]): StewardError {
  if (zips.length === 0) return new StewardError('package_two_versions', { folders: versions.join(', ') });
  return new StewardError('package_two_models', { places: [...versions, ...zips.map(({ path }) => path)].join(', ') });
}

/** Files that belong to a SavedModel, by TensorFlow's layout; what else lies in its folder is left out of images. */
const belonging = /^(saved_model\.pb|fingerprint\.pb|keras_metadata\.pb|(variables|assets|assets\.extra)\/.+)$/;

function modelIn(directory: string, all: readonly PackageFile[], location: ModelLocation): FoundModel {
  const { folder, archive } = location;
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = all.flatMap((file) =>
    file.path.startsWith(prefix) ? [{ ...file, path: file.path.slice(prefix.length) }] : [],
  );
  const where = [archive, folder].filter((part) => part !== undefined && part !== '').join(' / ') || 'the top';
  if (!below.some(({ path }) => path === 'saved_model.pb')) {
    const text = below.some(({ path }) => path === 'saved_model.pbtxt');
    throw new StewardError(text ? 'saved_model_as_text' : 'saved_model_missing', { where });
  }
  const files = sortByPath(below.filter(({ path }) => belonging.test(path) && !isLitter(path)));
  return { location, directory: join(directory, ...folder.split('/')), files };
}
