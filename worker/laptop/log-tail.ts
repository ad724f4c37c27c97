import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** Bytes in a log now; 0 when there is none. */
export function logSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** What was written to a log behind `from`, at most its last 64 KiB; empty when there is no log. */
export function readLogSince(file: string, from: number): string {
  if (logSize(file) === 0) return '';
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const start = Math.max(from, size - 65_536, 0);
    const bytes = Buffer.alloc(Math.max(size - start, 0));
    readSync(handle, bytes, 0, bytes.length, start);
    return bytes.toString('utf8');
  } finally {
    closeSync(handle);
  }
}

/** The last line, cut to a length fit for one sentence; of a long one the end, where wrapped errors name their cause. */
export function lastLine(text: string): string {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  return line.length <= 300 ? line : `…${line.slice(-300)}`;
}
