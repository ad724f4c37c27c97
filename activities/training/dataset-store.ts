import { constants } from 'node:fs';
import { access, chmod, copyFile, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Digest, shortDigest } from '../../domain/digest';
import { StewardError } from '../../domain/errors';
import type { DatasetStore } from '../../domain/ports/datasets';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { sweepTemporary, temporaryPath } from '../../formats/files/temporary-files';
import { syncDirectory } from '../../formats/files/write-whole-file';
import { hashFile } from '../../formats/hash';

/**
 * Datasets as files of a folder that only its owner can read, named by digest, and logs of trainers beside them. Whoever is responsible for the data
 * removes them when their time is over; nothing here ever does.
 */
export function createDatasetStore({ directory }: { readonly directory: string }): DatasetStore {
  const drafts = path.join(directory, '.drafts');
  const makeDrafts = () => mkdir(drafts, { recursive: true, mode: 0o700 });
  const pathOf = (digest: Digest): string => path.join(directory, `${digest.slice('sha256:'.length)}.csv`);
  return {
    async put(source, expected) {
      await makeDrafts();
      await sweepTemporary(drafts);
      const draft = await temporaryPath(drafts);
      try {
        await copyFile(source, draft, constants.COPYFILE_EXCL);
        await chmod(draft, 0o400);
        const { digest } = await hashFile(draft);
        if (digest !== expected) throw new StewardError('store_digest_mismatch', { expected, actual: digest });
        await sync(draft);
        await rename(draft, pathOf(expected));
        await syncDirectory(directory);
      } finally {
        await rm(draft, { force: true });
      }
    },
    async locate(digest) {
      try {
        await access(pathOf(digest), constants.R_OK);
        return pathOf(digest);
      } catch (error) {
        if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw error;
        throw new StewardError('dataset_missing', { dataset: shortDigest(digest) }, { cause: error });
      }
    },
    async putLog(name, content) {
      await makeDrafts();
      const draft = await temporaryPath(drafts);
      try {
        await writeFile(draft, content, { flag: 'wx', mode: 0o600 });
        await rename(draft, path.join(directory, name));
      } finally {
        await rm(draft, { force: true });
      }
    },
  };
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
