/** The system's code of an error (`ENOENT`, `ESRCH`, …), or undefined. By shape: errors of Node can come from another realm. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
