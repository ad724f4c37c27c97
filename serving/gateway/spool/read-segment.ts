import type { ScoredBy } from '../../../domain/scoring/scored-row';
import { readFrame } from './frames';
import { type SpooledRow, readRecord } from './records';

/** How far a segment was read. */
export interface ReadState {
  /** Byte that is read next. */
  at: number;
  /** The place that the next row should have. */
  place: number;
  /** Absent until its head was read, or for ever when that is damaged. */
  scoredBy?: ScoredBy;
}

export type SegmentItem =
  | { readonly kind: 'row'; readonly row: SpooledRow }
  /**
   * So many rows were written here and cannot be read; `place` is the first one's. `torn`: the file ends within the frame
   * that begins at `at`. In the segment that was written last that is what a kill leaves: a row that was never answered.
   */
  | {
      readonly kind: 'lost';
      readonly rows: number;
      readonly place: number;
      readonly at: number;
      readonly torn: boolean;
    };

export function startOfSegment(): ReadState {
  return { at: 0, place: 1 };
}

/** The next thing in the bytes of a whole segment; undefined at its end. Moves `state` on behind it. */
export function readNext(bytes: Buffer, state: ReadState): SegmentItem | undefined {
  while (state.at < bytes.length) {
    const found = readFrame(bytes, state.at);
    if (found.kind === 'rest') return loseRest(bytes, state, found.torn);
    if (found.kind === 'damage') {
      state.at = found.next;
      continue;
    }
    const record = readRecord(found.payload);
    if (record?.kind === 'row' && record.place > state.place) return loseUpTo(record.place, state);
    state.at = found.end;
    if (record?.kind === 'head') state.scoredBy = record.scoredBy;
    if (record?.kind !== 'row') continue;
    state.place = record.place + 1;
    return { kind: 'row', row: record.row };
  }
  return undefined;
}

/** The row itself is read next. */
function loseUpTo(place: number, state: ReadState): SegmentItem {
  const lost = { kind: 'lost', rows: place - state.place, place: state.place, at: state.at, torn: false } as const;
  state.place = place;
  return lost;
}

/** Behind the last readable row nothing tells how many there were: at least one. */
function loseRest(bytes: Buffer, state: ReadState, torn: boolean): SegmentItem {
  const lost = { kind: 'lost', rows: 1, place: state.place, at: state.at, torn } as const;
  state.at = bytes.length;
  return lost;
}
