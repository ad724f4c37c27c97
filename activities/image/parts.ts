import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Digest } from '../../domain/digest';
import { StewardError } from '../../domain/errors';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { ifThere } from '../../formats/files/if-there';
import { temporaryPath } from '../../formats/files/temporary-files';
import { hashBytes, hashFile } from '../../formats/hash';
import { type ImageManifest, imageManifestSchema } from '../../formats/oci/documents';
import type { ImageParts } from './place';

/** The files of one image that is built and not published yet; the folder is whole or not there. */
export function partsOf(work: string, digest: Digest) {
  return filesIn(join(work, 'built', digest.slice('sha256:'.length)));
}

function filesIn(folder: string) {
  return {
    folder,
    layer: join(folder, 'layer.tar'),
    config: join(folder, 'config.json'),
    manifest: join(folder, 'manifest.json'),
    /** The name of the repository that the layers below lie in; absent where they lie in the place itself. */
    base: join(folder, 'base.txt'),
  };
}

/** The parts of an image that is built. Throws ENOENT when they are gone, `store_digest_mismatch` when they are damaged. */
export async function readParts(work: string, digest: Digest): Promise<ImageParts> {
  const paths = partsOf(work, digest);
  const bytes = await readFile(paths.manifest);
  const actual = hashBytes(bytes);
  if (actual !== digest) throw new StewardError('store_digest_mismatch', { expected: digest, actual });
  const baseRepository = await ifThere(readFile(paths.base, 'utf8'));
  return {
    digest,
    bytes,
    manifest: readManifest(digest, bytes),
    manifestPath: paths.manifest,
    configPath: paths.config,
    layerPath: paths.layer,
    ...(baseRepository !== undefined && { baseRepository }),
  };
}

/** Throws `store_digest_mismatch` for bytes that are no manifest. */
export function readManifest(digest: Digest, bytes: Buffer): ImageManifest {
  try {
    return imageManifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new StewardError('store_digest_mismatch', { expected: digest, actual: 'unreadable' }, { cause: error });
  }
}

/** Work that is not finished; the dead's is swept. */
export function unfinishedOf(work: string): string {
  return join(work, 'unfinished');
}

/**
 * Makes a finished folder the parts of `digest`. Parts that are there already stay when they are the same to the byte; what
 * a loss of power left of them, or what names another place for the layers below, makes way. Others may build and
 * publish the same meanwhile.
 */
export async function keepParts(work: string, finished: string, digest: Digest): Promise<void> {
  const { folder } = partsOf(work, digest);
  const base = await ifThere(readFile(filesIn(finished).base, 'utf8'));
  await mkdir(dirname(folder), { recursive: true });
  while (!(await renameInto(finished, folder))) {
    const seen = await inodeOf(folder);
    if (await areWhole(work, digest, base)) return rm(finished, { recursive: true, force: true });
    // What somebody published or put there since is not what was looked at.
    if (seen !== undefined && (await inodeOf(folder)) === seen) await discardParts(work, digest);
  }
}

/** False where a folder with something in it is there. */
async function renameInto(finished: string, folder: string): Promise<boolean> {
  try {
    await rename(finished, folder);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOTEMPTY', 'EEXIST')) return false;
    throw error;
  }
}

/** Whether what lies there are the parts of `digest`, upon layers in that repository. What cannot be read is not whole. */
async function areWhole(work: string, digest: Digest, base: string | undefined): Promise<boolean> {
  try {
    const { manifest, configPath, layerPath, baseRepository } = await readParts(work, digest);
    const own = manifest.layers.at(-1);
    return (
      baseRepository === base &&
      (await hashFile(configPath)).digest === manifest.config.digest &&
      (own === undefined || (await hashFile(layerPath)).digest === own.digest)
    );
  } catch {
    return false;
  }
}

/** Tells one folder from the next that takes its name. */
async function inodeOf(path: string): Promise<number | undefined> {
  return (await ifThere(stat(path)))?.ino;
}

/** Away in one step, so that nobody meets half of them. */
export async function discardParts(work: string, digest: Digest): Promise<void> {
  const away = await temporaryPath(unfinishedOf(work));
  try {
    await rename(partsOf(work, digest).folder, away);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return;
    throw error;
  }
  await rm(away, { recursive: true, force: true });
}
