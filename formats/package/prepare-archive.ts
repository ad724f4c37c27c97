import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StewardError } from '../../domain/errors';
import { hashFile, type HashedBytes } from '../hash';
import { hasErrorCode } from '../files/has-error-code';
import { packageLimits, sizeText } from '../zip/limits';
import { packDirectory } from '../zip/pack-directory';

export interface PreparedArchive extends HashedBytes {
  /** The private copy: `package.zip` in the working folder. */
  readonly archive: string;
  /** What people call the package: the name of the file or folder it came from. */
  readonly name: string;
}

/**
 * Copies a package into `workDir` (which must exist), so that what is judged, hashed and stored is the same bytes
 * whoever writes to the original meanwhile. A folder is packed into its one zip.
 *
 * Errors: `package_missing`, `archive_too_large`; for folders as `packDirectory`.
 */
export async function prepareArchive(path: string, workDir: string): Promise<PreparedArchive> {
  const archive = join(workDir, 'package.zip');
  const name = basename(path);
  const found = await stat(path).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR'))
      throw new StewardError('package_missing', { file: name }, { cause: error });
    throw error;
  });
  if (found.isDirectory()) return { archive, name, ...(await packDirectory(path, archive)) };
  if (!found.isFile()) throw new StewardError('package_missing', { file: name });
  const limit = packageLimits.archiveBytes;
  if (found.size > limit)
    throw new StewardError('archive_too_large', {
      file: name,
      what: `it has ${sizeText(found.size)}`,
      limit: sizeText(limit),
    });
  await pipeline(createReadStream(path, { end: limit }), createWriteStream(archive, { flags: 'wx', mode: 0o600 }));
  return { archive, name, ...(await hashFile(archive)) };
}
