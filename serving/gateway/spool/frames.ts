import { crc32c } from './crc32c';

/** Length of the payload and CRC-32C over length and payload, 32 bits each, least significant byte first. */
const frameHead = 8;
/** Bytes of a payload: a row is no longer than the request that it came in, and its text form not four times that. */
const longestPayload = 16 * 1024 * 1024;

/** The payload, of at least one byte, as one frame. */
export function writeFrame(payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(frameHead + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.set(payload, frameHead);
  frame.writeUInt32LE(checksum(frame, 0, payload.length), 4);
  return frame;
}

export type FrameFound =
  | { readonly kind: 'frame'; readonly payload: Buffer; readonly end: number }
  /** Bytes that are no frame, and the next frame begins at `next`. */
  | { readonly kind: 'damage'; readonly next: number }
  /** No frame begins here or later. `torn`: the bytes end before the frame that begins here would. */
  | { readonly kind: 'rest'; readonly torn: boolean };

/** What is at `at` in a segment's bytes, which must be all that there are. */
export function readFrame(bytes: Buffer, at: number): FrameFound {
  const found = look(bytes, at);
  if (typeof found === 'object') return found;
  // In what is damaged a length cannot be trusted, so every place is tried; by chance a CRC fits once in 4 billion.
  for (let next = at + 1; next < bytes.length; next += 1)
    if (typeof look(bytes, next) === 'object') return { kind: 'damage', next };
  return { kind: 'rest', torn: found === 'cut' };
}

function look(bytes: Buffer, at: number): Extract<FrameFound, { kind: 'frame' }> | 'cut' | 'wrong' {
  if (at + frameHead > bytes.length) return 'cut';
  const length = bytes.readUInt32LE(at);
  if (length === 0 || length > longestPayload) return 'wrong';
  const end = at + frameHead + length;
  if (end > bytes.length) return 'cut';
  if (checksum(bytes, at, length) !== bytes.readUInt32LE(at + 4)) return 'wrong';
  return { kind: 'frame', payload: bytes.subarray(at + frameHead, end), end };
}

function checksum(bytes: Uint8Array, at: number, length: number): number {
  return crc32c(bytes, at + frameHead, at + frameHead + length, crc32c(bytes, at, at + 4));
}
