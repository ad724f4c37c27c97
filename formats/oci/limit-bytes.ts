import { Transform } from 'node:stream';

/** Passes at most `bytes` on; more fails the pipeline. */
export function limitBytes(bytes: number): Transform {
  let left = bytes;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.byteLength;
      done(left < 0 ? new Error(`it is larger than ${bytes} bytes`) : null, chunk);
    },
  });
}
