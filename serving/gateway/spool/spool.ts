import { type FileHandle, open, readFile, rm, truncate } from 'node:fs/promises';
import type { Instant } from '../../../domain/release/release';
import type { RecordingPolicy } from '../../../domain/scoring/recording';
import type { ScoredBy } from '../../../domain/scoring/scored-row';
import { syncDirectory } from '../../../formats/files/write-whole-file';
import { readNext, startOfSegment } from './read-segment';
import { type SpooledRow, writeHead, writeRow } from './records';
import { type Segment, findSegments, newSegment } from './segment-files';

export interface SpoolOptions {
  readonly directory: string;
  readonly scoredBy: ScoredBy;
  readonly mode: RecordingPolicy['mode'];
  /** Bytes that all segments together may have. */
  readonly maxBytes: number;
  readonly now: () => Instant;
  readonly randomBytes: (size: number) => Buffer;
  /** Told of a disk that cannot be written; what was to be written counts as not kept. */
  readonly onFault: (error: unknown) => void;
  /** Told of every row that is found at the start. */
  readonly onFound: (row: SpooledRow) => void;
}

/** Rows on their way to PostgreSQL, on disk. */
export interface Spool {
  /** Resolves when the rows are written (`durable`: synced), all of them or, for want of room, none: false. */
  append(rows: readonly SpooledRow[]): Promise<boolean>;
  /** Oldest first. */
  readonly segments: readonly Segment[];
  size(): { readonly rows: number; readonly bytes: number };
  /** No room for another row until some are in PostgreSQL. */
  isFull(): boolean;
  /** Tells that a segment's bytes up to `end`, with so many rows, are in PostgreSQL. Removes it when that is all. */
  release(segment: Segment, end: number, rows: number): Promise<void>;
  /** Writes what was appended; from then on there is no room. */
  close(): Promise<void>;
}

/** In `fast` mode, ms that a power cut may cost. */
const syncEvery = 100;
const largestSegment = 8 * 1024 * 1024;
/** One write is that long at most, a single request's rows apart. */
const largestWrite = 1024 * 1024;

interface Waiting {
  readonly rows: readonly SpooledRow[];
  readonly done: (kept: boolean) => void;
}

interface State {
  readonly options: SpoolOptions;
  readonly segments: Segment[];
  readonly waiting: Waiting[];
  active?: { readonly segment: Segment; readonly file: FileHandle; place: number; dirty: boolean } | undefined;
  number: number;
  closed: boolean;
  /** The writer at work; resolves when nothing waits. */
  writing?: Promise<void> | undefined;
}

/** Opens the folder, which must be this gateway's alone; cuts off what a killed predecessor had not finished. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const segments = await findSegments(options.directory);
  const number = segments.at(-1)?.number ?? 0;
  for (const segment of segments) await scan(segment, segment.number === number, options.onFound);
  const state: State = { options, segments, waiting: [], number, closed: false };
  for (const segment of [...segments].filter(({ bytes }) => bytes === 0)) await remove(state, segment);
  const timer = setInterval(() => void syncActive(state), syncEvery).unref();
  return {
    segments,
    append: (rows) =>
      new Promise((done) => {
        if (state.closed) return done(false);
        state.waiting.push({ rows, done });
        state.writing ??= writeAll(state);
      }),
    size: () => ({ rows: sum(segments, 'rows'), bytes: sum(segments, 'bytes') }),
    isFull: () => sum(segments, 'bytes') >= options.maxBytes,
    release: (segment, end, rows) => release(state, segment, end, rows),
    close: async () => {
      state.closed = true;
      clearInterval(timer);
      await state.writing;
      await seal(state);
    },
  };
}

/** Counts what is in a predecessor's segment. Only the newest can end in the middle of a frame by a kill. */
async function scan(segment: Segment, newest: boolean, onFound: (row: SpooledRow) => void): Promise<void> {
  const bytes = await readFile(segment.path);
  const state = startOfSegment();
  segment.bytes = bytes.length;
  for (let item = readNext(bytes, state); item !== undefined; item = readNext(bytes, state)) {
    if (item.kind === 'row') {
      segment.rows += 1;
      onFound(item.row);
    } else if (item.torn && newest) {
      await truncate(segment.path, item.at);
      segment.bytes = item.at;
    }
  }
}

function sum(segments: readonly Segment[], what: 'rows' | 'bytes'): number {
  return segments.reduce((total, segment) => total + segment[what], 0);
}

/** Group commit: whatever came while one write was under way goes into the next. */
async function writeAll(state: State): Promise<void> {
  try {
    while (state.waiting.length > 0) await writeGroup(state);
  } finally {
    // Together with the last look at what waits: whatever is appended from here on begins the next writing.
    state.writing = undefined;
  }
}

async function writeGroup(state: State): Promise<void> {
  const group: { readonly waiting: Waiting; readonly kept: boolean }[] = [];
  const frames: Buffer[] = [];
  try {
    const active = await activeOf(state);
    if (active.segment.bytes === 0) frames.push(writeHead(state.options.scoredBy));
    const rows = take(state, active, frames, group);
    if (rows > 0) await write(state, active, Buffer.concat(frames), rows);
    for (const { waiting, kept } of group) waiting.done(kept);
  } catch (error) {
    state.options.onFault(error);
    // Taken or not: with a disk that cannot be written nobody need wait.
    const all = [...group.map(({ waiting }) => waiting), ...state.waiting.splice(0)];
    for (const { done } of all) done(false);
  }
}

/** Moves requests from `waiting` to `group` and their rows to `frames`, while there is room; returns the rows. */
function take(
  { waiting, segments, options }: State,
  active: NonNullable<State['active']>,
  frames: Buffer[],
  group: { readonly waiting: Waiting; readonly kept: boolean }[],
): number {
  let bytes = frames.reduce((total, { length }) => total + length, 0);
  const room = options.maxBytes - sum(segments, 'bytes');
  let rows = 0;
  while (bytes < largestWrite) {
    const next = waiting.shift();
    if (next === undefined) break;
    const own = next.rows.map((row, index) => writeRow(row, active.place + rows + index));
    const size = own.reduce((total, { length }) => total + length, 0);
    const kept = bytes + size <= room;
    group.push({ waiting: next, kept });
    if (!kept) continue;
    bytes += size;
    rows += own.length;
    frames.push(...own);
  }
  return rows;
}

async function write(state: State, active: NonNullable<State['active']>, bytes: Buffer, rows: number): Promise<void> {
  const { segment, file } = active;
  try {
    for (let done = 0; done < bytes.length;)
      done += (await file.write(bytes, done, bytes.length - done, segment.bytes + done)).bytesWritten;
    if (state.options.mode === 'durable') await file.datasync();
  } catch (error) {
    // Half a frame must not stay. If it does, with a disk like that, it is counted as damage later.
    await file.truncate(segment.bytes).catch(state.options.onFault);
    await seal(state);
    throw error;
  }
  segment.bytes += bytes.length;
  segment.rows += rows;
  active.place += rows;
  active.dirty = true;
}

async function activeOf(state: State): Promise<NonNullable<State['active']>> {
  const { directory, maxBytes, mode, now, randomBytes } = state.options;
  if (state.active !== undefined) {
    if (state.active.segment.bytes < Math.min(largestSegment, maxBytes / 8)) return state.active;
    await seal(state);
  }
  const segment = newSegment(directory, (state.number += 1), now(), randomBytes(4).toString('hex'));
  const file = await open(segment.path, 'wx', 0o600);
  state.segments.push(segment);
  state.active = { segment, file, place: 1, dirty: false };
  if (mode === 'durable') await syncDirectory(directory);
  return state.active;
}

async function seal(state: State): Promise<void> {
  const { active } = state;
  if (active === undefined) return;
  state.active = undefined;
  active.segment.sealed = true;
  const { segment, file } = active;
  try {
    if (segment.shipped < segment.bytes) await file.datasync();
  } finally {
    await file.close();
  }
  if (segment.shipped === segment.bytes) await remove(state, segment);
}

async function syncActive(state: State): Promise<void> {
  const { active } = state;
  if (active === undefined || !active.dirty || state.options.mode === 'durable') return;
  active.dirty = false;
  try {
    await active.file.datasync();
  } catch (error) {
    // It was sealed meanwhile, and synced by that.
    if (state.active === active) state.options.onFault(error);
  }
}

async function release(state: State, segment: Segment, end: number, rows: number): Promise<void> {
  segment.shipped = end;
  segment.rows -= rows;
  if (segment.shipped < segment.bytes) return;
  // Rows that are in PostgreSQL do not lie about here: with nothing on its way to it, the segment is ended.
  if (state.active?.segment === segment && state.writing === undefined) await seal(state);
  else if (segment.sealed) await remove(state, segment);
}

async function remove(state: State, segment: Segment): Promise<void> {
  const at = state.segments.indexOf(segment);
  if (at >= 0) state.segments.splice(at, 1);
  await rm(segment.path, { force: true });
}
