import type { Readable } from 'node:stream';

/** Longer lines are nothing that a trainer has to say. */
const longestLine = 64 * 1024;

/**
 * Gives each line of a stream to `onLine`, in bounded memory whatever is written: what of a line goes beyond 64 KiB is not
 * kept, and the line is reported as undefined.
 */
export function readLines(stream: Readable, onLine: (line: string | undefined) => void): void {
  let pending: Buffer[] = [];
  let size = 0;
  const end = (): void => {
    if (size > 0) onLine(size > longestLine ? undefined : Buffer.concat(pending).toString('utf8'));
    pending = [];
    size = 0;
  };
  const add = (part: Buffer): void => {
    size += part.length;
    if (size <= longestLine) pending.push(part);
    else pending = [];
  };
  stream.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      add(chunk.subarray(from, at));
      end();
      from = at + 1;
    }
    add(chunk.subarray(from));
  });
  stream.on('end', end);
}
