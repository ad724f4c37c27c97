/** Full disks speak through system error codes, and through PostgreSQL's and Temporal's own words. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) return true;
  const words =
    error instanceof Error ? `${error.message} ${'stderr' in error ? String(error.stderr) : ''}` : String(error);
  return /no space left on device|disk quota exceeded|database or disk is full/i.test(words);
}
