import { Readable } from 'node:stream';

/** Passes a stream on and tells after each chunk how many bytes went by. */
export function counting(stream: Readable, tell: (bytes: number) => void): Readable {
  async function* counted(): AsyncGenerator<unknown> {
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      yield chunk;
      tell(bytes);
    }
  }
  return Readable.from(counted(), { objectMode: false });
}
