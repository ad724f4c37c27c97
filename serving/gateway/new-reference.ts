/**
 * A UUID of version 7: 48 bits of time in ms since 1970, then chance. In order of their time, so that PostgreSQL's index
 * of references grows at its end.
 */
export function newReference(nowMs: number, randomBytes: (size: number) => Buffer): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
