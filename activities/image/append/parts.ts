import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Digest } from '../../../domain/digest';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { temporaryPath } from '../../../formats/files/temporary-files';

export interface Places {
  readonly layout: string;
  readonly work: string;
}

/** The files of one image that is built and not published yet; the folder is whole or not there. */
export function partsOf(work: string, digest: Digest) {
  const folder = join(work, 'built', digest.slice('sha256:'.length));
  return {
    folder,
    layer: join(folder, 'layer.tar'),
    config: join(folder, 'config.json'),
    manifest: join(folder, 'manifest.json'),
  };
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
