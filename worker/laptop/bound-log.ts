import { copyFileSync, truncateSync } from 'node:fs';
import { logSize } from './log-tail';

const largest = 20 * 1024 * 1024;

/**
 * Keeps a log under a bound: when it is larger, all of it moves to `<name>.1` (one older part is kept) and it begins
 * anew. Programs append to the file that they hold open, so they need not know.
 */
export function boundLog(file: string, limit = largest): void {
  if (logSize(file) <= limit) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file, 0);
}
