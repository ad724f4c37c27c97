import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { crc32c } from '../../../serving/gateway/spool/crc32c';
import { readNext, type SegmentItem, startOfSegment } from '../../../serving/gateway/spool/read-segment';
import { type SpooledRow, writeHead, writeRow } from '../../../serving/gateway/spool/records';
import { deployment } from './gateway-bench';

const rowText = fc.record({
  reference: fc.stringMatching(/^[ -+\--~]{1,30}$/),
  inputs: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.constant(null))),
  score: fc.oneof(fc.double(), fc.constant(NaN)),
});

function toRow({ reference, inputs, score }: { reference: string; inputs: object; score: number }): SpooledRow {
  const text = JSON.stringify(inputs);
  const hash = createHash('sha256').update(text).digest();
  return { reference, scoredAt: '2026-11-03T10:00:00.000Z', score: score === 0 ? 0 : score, hash, inputs: text };
}

const someRows = fc.array(rowText.map(toRow), { minLength: 1, maxLength: 12 });

/** The segment's bytes and where each frame begins. */
function write(rows: readonly SpooledRow[]): { bytes: Buffer; begins: number[] } {
  const frames = [writeHead(deployment), ...rows.map((row, index) => writeRow(row, index + 1))];
  let at = 0;
  const begins = frames.map((frame) => (at += frame.length) - frame.length);
  return { bytes: Buffer.concat(frames), begins };
}

function readAll(bytes: Buffer): { items: SegmentItem[]; rows: SpooledRow[]; lost: number } {
  const state = startOfSegment();
  const items: SegmentItem[] = [];
  for (let item = readNext(bytes, state); item !== undefined; item = readNext(bytes, state)) items.push(item);
  const rows = items.flatMap((item) => (item.kind === 'row' ? [item.row] : []));
  const lost = items.reduce((sum, item) => sum + (item.kind === 'lost' && !item.torn ? item.rows : 0), 0);
  return { items, rows, lost };
}

describe('spool frames', () => {
  it('spool frames: the checksum is CRC-32C', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.from('6789'), 0, 4, crc32c(Buffer.from('12345')))).toBe(0xe3069283);
  });

  it('spool frames: what was written is read, byte for byte', () => {
    fc.assert(fc.property(someRows, (rows) => expect(readAll(write(rows).bytes)).toMatchObject({ rows, lost: 0 })));
  });

  it('spool frames: any cut of a segment yields the rows before it, and only says that its end is torn', () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, where) => {
        const { bytes, begins } = write(rows);
        const cut = where % (bytes.length + 1);
        const whole = [...begins.slice(1), bytes.length].filter((end) => end <= cut).length;
        const { items, rows: read, lost } = readAll(bytes.subarray(0, cut));
        expect(read).toEqual(rows.slice(0, Math.max(0, whole - 1)));
        expect(lost).toBe(0);
        const torn = ![0, ...begins, bytes.length].includes(cut);
        expect(items.at(-1)?.kind === 'lost').toBe(torn);
      }),
    );
  });

  it('spool frames: a changed byte costs the row that it is in, counted, and no other', () => {
    fc.assert(
      fc.property(someRows, fc.nat(), fc.integer({ min: 1, max: 255 }), (rows, where, change) => {
        const { bytes, begins } = write(rows);
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const frame = begins.filter((begin) => begin <= at).length - 1;
        const { rows: read, lost } = readAll(bytes);
        expect(read).toEqual(rows.filter((_, index) => index + 1 !== frame));
        // A length that points behind the end of the file cannot be told from a frame that was never finished.
        if (frame > 0 && frame < rows.length) expect(lost).toBe(1);
      }),
    );
  });
});
