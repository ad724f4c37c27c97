import { StewardError } from '../../domain/errors';
import { hasErrorCode } from '../files/has-error-code';

const cannotWrite = ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOTDIR', 'EMFILE'];

/** Runs `work`; a full disk, a missing right and the like become `store_cannot_write` about `directory`. */
export async function asWriteTo<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = cannotWrite.find((code) => hasErrorCode(error, code));
    if (why === undefined) throw error;
    throw new StewardError('store_cannot_write', { directory, why }, { cause: error });
  }
}
