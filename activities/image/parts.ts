import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Digest } from '../../domain/digest';
import { StewardError } from '../../domain/errors';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { temporaryPath } from '../../formats/files/temporary-files';
import { hashBytes } from '../../formats/hash';
import { type ImageManifest, imageManifestSchema } from '../../formats/oci/documents';
import type { ImageParts } from './place';

/** In bytes; more is no manifest and no config. */
export const maximalManifest = 4 * 1024 * 1024;

/** The files of one image that is built and not published yet; the folder is whole or not there. */
export function partsOf(work: string, digest: Digest) {
  const folder = join(work, 'built', digest.slice('sha256:'.length));
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
  const baseRepository = await readFile(paths.base, 'utf8').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  });
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

/** Makes a finished folder the parts of `digest`. Parts that are there already stay: the same digest, the same bytes. */
export async function keepParts(work: string, finished: string, digest: Digest): Promise<void> {
  const { folder } = partsOf(work, digest);
  await mkdir(dirname(folder), { recursive: true });
  try {
    await rename(finished, folder);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    await rm(finished, { recursive: true, force: true });
  }
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
