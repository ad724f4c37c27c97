import { crc32c } from './crc32c';

/** Length of the payload and CRC-32C over length and payload, 32 bits each, least significant byte first. */
export const frameHead = 8;
/** Bytes of a payload: a row cannot be longer than the request that it came in, and its text form not three times that. */
const longestPayload = 16 * 1024 * 1024;

/** The payload as one frame. */
export function writeFrame(payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(frameHead + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.set(payload, frameHead);
  frame.writeUInt32LE(checksum(frame, 0, payload.length), 4);
  return frame;
}

export type FrameFound =
  /** A whole frame; `end` is where the next one begins. */
  | { readonly kind: 'frame'; readonly payload: Buffer; readonly end: number }
  /** The bytes end before a frame that begins here would: more of the file is needed, or it was cut. */
  | { readonly kind: 'cut' }
  /** No frame begins here. The next one that does begins at `next`, or none is in sight (`next` is the end). */
  | { readonly kind: 'damaged'; readonly next: number };

/** What is at `at` in the bytes. */
export function readFrame(bytes: Buffer, at: number): FrameFound {
  const found = look(bytes, at);
  if (found !== 'wrong') return found;
  // In what was damaged a length cannot be trusted, so every place is tried; by chance a CRC fits once in 4 billion.
  for (let next = at + 1; next < bytes.length; next += 1) {
    const other = look(bytes, next);
    if (other !== 'wrong' && other.kind === 'frame') return { kind: 'damaged', next };
  }
  return { kind: 'damaged', next: bytes.length };
}

function look(bytes: Buffer, at: number): Exclude<FrameFound, { kind: 'damaged' }> | 'wrong' {
  if (at + frameHead > bytes.length) return { kind: 'cut' };
  const length = bytes.readUInt32LE(at);
  if (length === 0 || length > longestPayload) return 'wrong';
  const end = at + frameHead + length;
  if (end > bytes.length) return { kind: 'cut' };
  if (checksum(bytes, at, length) !== bytes.readUInt32LE(at + 4)) return 'wrong';
  return { kind: 'frame', payload: bytes.subarray(at + frameHead, end), end };
}

function checksum(bytes: Uint8Array, at: number, length: number): number {
  return crc32c(bytes, at + frameHead, at + frameHead + length, crc32c(bytes, at, at + 4));
}
