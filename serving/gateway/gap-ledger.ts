import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import type { Instant } from '../../domain/release/release';
import { type GapReason, gapReasons } from '../../domain/scoring/scored-row';
import { readFrame, writeFrame } from './spool/frames';

/** Answers that are not among the rows, counted until PostgreSQL has the count. */
export interface Gap {
  /** Under it PostgreSQL takes the gap once. */
  readonly key: string;
  readonly reason: GapReason;
  readonly rows: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

export interface GapLedger {
  /** Resolves when the count is on disk, or cannot be: then it is in memory and written with the next one. */
  add(reason: GapReason, rows: number): Promise<void>;
  /** Closes what was counted so far: it does not change any more until `remove`. */
  close(): readonly Gap[];
  /** PostgreSQL has it. */
  remove(key: string): Promise<void>;
  isEmpty(): boolean;
  /** Waits for the disk, then lets go of the file. */
  end(): Promise<void>;
}

/** Two at most a reason, one counted in and one on its way; of some 200 bytes each. */
const slotBytes = 8 * 1024;

const content = z.object({
  turn: z.int(),
  gaps: z.array(
    z.object({
      key: z.string(),
      reason: z.enum(gapReasons),
      rows: z.int().min(1),
      firstAt: z.string(),
      lastAt: z.string(),
    }),
  ),
});

export interface GapLedgerOptions {
  readonly path: string;
  readonly now: () => Instant;
  readonly newKey: () => string;
  /** Told when the file cannot be written. */
  readonly onFault: (error: unknown) => void;
}

interface State {
  readonly options: GapLedgerOptions;
  readonly file: FileHandle;
  turn: number;
  gaps: Gap[];
  /** Keys of those that were closed. */
  readonly closed: Set<string>;
  writing: Promise<void> | undefined;
  again: Promise<void> | undefined;
}

/**
 * The file has two slots that are written in turn, in place: a kill in the middle of one leaves the other, and a full
 * disk has room for it.
 */
export async function openGapLedger(options: GapLedgerOptions): Promise<GapLedger> {
  const file = await openFile(options.path);
  const before = await readSlots(file);
  const closed = new Set(before.gaps.map(({ key }) => key));
  const state: State = { options, file, ...before, closed, writing: undefined, again: undefined };
  return {
    add: (reason, rows) => {
      count(state, reason, rows);
      return save(state);
    },
    close: () => {
      for (const { key } of state.gaps) state.closed.add(key);
      return state.gaps;
    },
    remove: (key) => {
      state.gaps = state.gaps.filter((gap) => gap.key !== key);
      state.closed.delete(key);
      return save(state);
    },
    isEmpty: () => state.gaps.length === 0,
    end: async () => {
      await save(state);
      await file.close();
    },
  };
}

/** Written full once, so that writing in place later takes no room. */
async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, 'a+', 0o600);
  const { size } = await file.stat();
  await file.close();
  const whole = await open(path, 'r+');
  if (size < 2 * slotBytes) await whole.write(Buffer.alloc(2 * slotBytes - size), 0, 2 * slotBytes - size, size);
  return whole;
}

async function readSlots(file: FileHandle): Promise<{ turn: number; gaps: Gap[] }> {
  const bytes = Buffer.alloc(2 * slotBytes);
  await file.read(bytes, 0, bytes.length, 0);
  const slots = [0, slotBytes].flatMap((from) => {
    const found = readFrame(bytes.subarray(from, from + slotBytes), 0);
    return found.kind === 'frame' ? [content.parse(JSON.parse(found.payload.toString('utf8')))] : [];
  });
  slots.sort((a, b) => b.turn - a.turn);
  return slots[0] ?? { turn: 0, gaps: [] };
}

function count(state: State, reason: GapReason, rows: number): void {
  const { now, newKey } = state.options;
  const at = now();
  const open = state.gaps.find((gap) => gap.reason === reason && !state.closed.has(gap.key));
  const others = state.gaps.filter((gap) => gap !== open);
  const begun = open ?? { key: newKey(), reason, rows: 0, firstAt: at };
  state.gaps = [...others, { ...begun, rows: begun.rows + rows, lastAt: at }];
}

/** All that are counted while one write is under way go into the next, and wait for that. */
async function save(state: State): Promise<void> {
  if (state.writing === undefined) return (state.writing = write(state).finally(() => (state.writing = undefined)));
  state.again ??= state.writing.then(() => {
    state.again = undefined;
    return save(state);
  });
  return state.again;
}

async function write(state: State): Promise<void> {
  const turn = state.turn + 1;
  const frame = writeFrame(Buffer.from(JSON.stringify({ turn, gaps: state.gaps })));
  try {
    await state.file.write(frame, 0, frame.length, (turn % 2) * slotBytes);
    state.turn = turn;
  } catch (error) {
    state.options.onFault(error);
  }
}
