import { join } from 'node:path';
import { StewardError } from '../../domain/errors';
import type { PackageFile, PackageFormat } from '../../domain/package/manifest';

/** The unpacked files of a package, hashed, and where among them its own begin. */
export interface PackageTree {
  /** What people call the package. */
  readonly name: string;
  /** The folder on disk that `files` lie below. */
  readonly directory: string;
  readonly files: readonly PackageFile[];
  readonly format: PackageFormat;
  /** The one top folder with its `/`, or empty. */
  readonly top: string;
}

/** Recognises the format by what lies at the top, or below a single top folder. Errors: `package_format_unknown`. */
export function recognisePackage(name: string, directory: string, files: readonly PackageFile[]): PackageTree {
  const paths = files.map(({ path }) => path).filter((path) => !isLitter(path));
  const heads = new Set(paths.map((path) => path.split('/', 1)[0] ?? ''));
  const [head] = heads;
  const tops = heads.size === 1 && paths.every((path) => path.includes('/')) ? ['', `${head}/`] : [''];
  const ways = markers.flatMap(({ format, at }) => tops.map((top) => ({ format, top, at })));
  const found = ways.find(({ top, at }) => paths.some((path) => path.startsWith(top) && at(path.slice(top.length))));
  if (found === undefined) throw new StewardError('package_format_unknown', { file: name });
  return { name, directory, files, format: found.format, top: found.top };
}

/** A version folder may hold nothing but weights by mistake: that is a package too, one with something missing. */
const markers: readonly { readonly format: PackageFormat; readonly at: (path: string) => boolean }[] = [
  { format: 'mlflow', at: (path) => path === 'MLmodel' },
  { format: 'sas', at: (path) => path === 'ModelProperties.json' || path === 'inputVar.json' },
  {
    format: 'tensorflow-serving',
    at: (path) => /^\d+\/(saved_model\.pb|saved_model\.pbtxt|variables\/.*)$/.test(path),
  },
];

/** What macOS puts into folders and zips by itself. */
export function isLitter(path: string): boolean {
  return /(^|\/)(__MACOSX\/|\.DS_Store$|\._)/.test(path);
}

/** A file at the package's top, by its name there. */
export function findFile({ files, top }: PackageTree, name: string): PackageFile | undefined {
  return files.find(({ path }) => path === `${top}${name}`);
}

export function diskPath({ directory }: PackageTree, file: PackageFile): string {
  return join(directory, ...file.path.split('/'));
}
