import { errorCode } from './error-code';

/** Full disks speak through system error codes, and through PostgreSQL's and Temporal's own words. */
export function isDiskFull(error: unknown): boolean {
  if (['ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '')) return true;
  const { message, stderr } = (error ?? {}) as { readonly message?: unknown; readonly stderr?: unknown };
  return /no space left on device|disk quota exceeded|database or disk is full/i.test(
    [error, message, stderr].filter((words) => typeof words === 'string').join(' '),
  );
}
