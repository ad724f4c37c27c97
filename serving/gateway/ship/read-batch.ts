import { open } from 'node:fs/promises';
import type { Instant } from '../../../domain/release/release';
import type { ScoredBy } from '../../../domain/scoring/scored-row';
import { type ReadState, readNext, startOfSegment } from '../spool/read-segment';
import type { SpooledRow } from '../spool/records';
import type { Segment } from '../spool/segment-files';

/** Rows of one segment that go to PostgreSQL together. */
export interface Batch {
  readonly segment: Segment;
  /** Undefined when the segment's head cannot be read. */
  readonly scoredBy: ScoredBy | undefined;
  readonly rows: readonly SpooledRow[];
  readonly losses: readonly Loss[];
  /** Byte of the segment behind the batch. */
  readonly end: number;
}

/** Rows that were written and cannot be read. */
export interface Loss {
  readonly key: string;
  readonly rows: number;
  readonly firstAt: Instant;
  /** Undefined when no row follows. */
  readonly lastAt: Instant | undefined;
}

export interface BatchReader {
  /** What comes after that which was released; undefined when all was. */
  next(): Promise<Batch | undefined>;
}

const most = { rows: 1_000, bytes: 4 * 1024 * 1024 } as const;

interface Loaded {
  readonly segment: Segment;
  /** The segment's bytes from `from` on, as far as they were written when they were loaded. */
  readonly bytes: Buffer;
  readonly from: number;
  /** Its `at` counts from `from`. */
  readonly state: ReadState;
  lastAt: Instant;
}

/** Reads segments from the oldest on; holds what is left of one, so no more than a segment's bytes. */
export function createBatchReader(segments: readonly Segment[]): BatchReader {
  let loaded: Loaded | undefined;
  return {
    next: async () => {
      const segment = segments.find(({ shipped, bytes }) => shipped < bytes);
      if (segment === undefined) {
        // One that is still written goes on later, from this place.
        if (loaded?.segment.sealed) loaded = undefined;
        return undefined;
      }
      if (loaded?.segment !== segment || loaded.from + loaded.bytes.length <= segment.shipped)
        loaded = await load(segment, loaded?.segment === segment ? loaded : undefined);
      return cut(loaded);
    },
  };
}

async function load(segment: Segment, before: Loaded | undefined): Promise<Loaded> {
  const from = segment.shipped;
  const bytes = Buffer.alloc(segment.bytes - from);
  const file = await open(segment.path, 'r');
  try {
    await file.read(bytes, 0, bytes.length, from);
  } finally {
    await file.close();
  }
  const state = { ...(before?.state ?? startOfSegment()), at: 0 };
  return { segment, bytes, from, state, lastAt: before?.lastAt ?? segment.openedAt };
}

function cut(loaded: Loaded): Batch {
  const { segment, bytes, state, from } = loaded;
  const rows: SpooledRow[] = [];
  const losses: Loss[] = [];
  const begin = state.at;
  while (rows.length < most.rows && state.at - begin < most.bytes) {
    const item = readNext(bytes, state);
    if (item === undefined) break;
    if (item.kind === 'lost') {
      const key = `${segment.name}/${item.place}`;
      losses.push({ key, rows: item.rows, firstAt: loaded.lastAt, lastAt: undefined });
      continue;
    }
    loaded.lastAt = item.row.scoredAt;
    rows.push(item.row);
    const open = losses.at(-1);
    if (open !== undefined && open.lastAt === undefined) losses.splice(-1, 1, { ...open, lastAt: item.row.scoredAt });
  }
  return { segment, scoredBy: state.scoredBy, rows, losses, end: from + state.at };
}
