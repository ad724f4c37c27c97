import { hasErrorCode } from './has-error-code';

/** What a look at a path gives; undefined where nothing is there (ENOENT). Any other error is thrown. */
export async function ifThere<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
