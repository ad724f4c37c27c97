import type { Readable } from 'node:stream';

/** Reads a stream to its end and keeps the last of it, so many bytes at most. */
export function keepTail(stream: Readable, bytes: number): () => Buffer {
  let tail = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-bytes);
  });
  return () => tail;
}
