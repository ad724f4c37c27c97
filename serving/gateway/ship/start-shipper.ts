import { once } from 'node:events';
import type { GapToRecord, ScoredRowsDatabase } from '../../../database/scored-rows';
import { StewardError, errorText, isStewardError } from '../../../domain/errors';
import type { Logger } from '../../../domain/logger';
import type { Instant } from '../../../domain/release/release';
import type { ScoredBy } from '../../../domain/scoring/scored-row';
import type { GapLedger } from '../gap-ledger';
import type { Spool } from '../spool/spool';
import { type Batch, type BatchReader, createBatchReader } from './read-batch';
import { type Shipped, addShipped, shipRows } from './ship-batch';

export interface ShipperDeps {
  readonly spool: Spool;
  readonly ledger: GapLedger;
  /** For gaps, and for rows whose own cannot be read. */
  readonly scoredBy: ScoredBy;
  readonly connect: () => ScoredRowsDatabase;
  readonly now: () => Instant;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Resolves after so many ms, or as soon as the signal says stop. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
}

export interface ShipperCounts extends Shipped {
  /** Rows that were written and could not be read again. */
  readonly damaged: number;
  /** `why` it does not get on, absent while it does. */
  readonly state: { readonly failures: number; readonly why?: string };
  /** When the first row was scored that waits for PostgreSQL. */
  readonly oldestUnshipped?: Instant;
}

export interface Shipper {
  counts(): ShipperCounts;
  /** Ships without pause, until nothing is left (true) or `limit` says stop (false). Ends the shipper. */
  drain(limit: AbortSignal): Promise<boolean>;
}

/** In ms. `collect`: how long rows are collected; `answer`: how long PostgreSQL is waited for, whatever its own limits. */
const times = { collect: 100, answer: 20_000, firstRetry: 100, longestRetry: 10_000 } as const;

interface State {
  readonly deps: ShipperDeps;
  readonly reader: BatchReader;
  database: ScoredRowsDatabase;
  /** Read, and not yet in PostgreSQL. */
  batch: Batch | undefined;
  shipped: Shipped;
  damaged: number;
  failures: number;
  why?: string | undefined;
  /** Ends a pause. Another one once draining began. */
  wake: AbortSignal;
  draining: boolean;
}

/** Brings what the spool and the gap ledger hold to PostgreSQL, each row once, for as long as it takes. */
export function startShipper(deps: ShipperDeps): Shipper {
  const hurry = new AbortController();
  const state: State = {
    deps,
    reader: createBatchReader(deps.spool.segments),
    database: deps.connect(),
    batch: undefined,
    shipped: { recorded: 0, repeated: 0, conflicting: 0, refused: 0 },
    damaged: 0,
    failures: 0,
    wake: hurry.signal,
    draining: false,
  };
  const running = run(state);
  return {
    counts: () => ({
      ...state.shipped,
      damaged: state.damaged,
      state: { failures: state.failures, ...(state.why === undefined ? {} : { why: state.why }) },
      ...(state.batch?.rows[0] && { oldestUnshipped: state.batch.rows[0].scoredAt }),
    }),
    drain: async (limit) => {
      state.draining = true;
      state.wake = limit;
      hurry.abort();
      if (!limit.aborted) await Promise.race([running, once(limit, 'abort')]);
      void state.database.close().catch(() => undefined);
      return isEmpty(state);
    },
  };
}

function isEmpty({ deps }: State): boolean {
  return deps.ledger.isEmpty() && deps.spool.segments.every(({ shipped, bytes }) => shipped === bytes);
}

async function run(state: State): Promise<void> {
  const over = (): boolean => state.draining && (state.wake.aborted || isEmpty(state));
  while (!over()) {
    try {
      const full = await shipNext(state);
      if (state.failures > 0) state.deps.log.info('PostgreSQL takes rows again', { failures: state.failures });
      state.failures = 0;
      state.why = undefined;
      if (!full && !state.draining) await state.deps.pause(times.collect, state.wake);
    } catch (error) {
      state.failures += 1;
      if (state.why === undefined) state.deps.log.warn('rows wait for PostgreSQL', { error });
      state.why = errorText(error);
      const ms = Math.min(times.firstRetry * 2 ** Math.min(state.failures - 1, 20), times.longestRetry);
      await state.deps.pause(ms * (0.5 + state.deps.random() / 2), state.wake);
    }
  }
}

/** The gaps and one batch. True when there is probably more. */
async function shipNext(state: State): Promise<boolean> {
  const { ledger, scoredBy, spool } = state.deps;
  for (const gap of ledger.close()) {
    await answered(state, (database) => database.recordGap(scoredBy, gap));
    await ledger.remove(gap.key);
  }
  state.batch ??= await state.reader.next();
  const { batch } = state;
  if (batch === undefined) return false;
  const by = batch.scoredBy ?? scoredBy;
  for (const loss of batch.losses) {
    const lastAt = loss.lastAt ?? state.deps.now();
    const gap: GapToRecord = { ...loss, lastAt, key: `spool/${loss.key}`, reason: 'spool_damaged' };
    await answered(state, (database) => database.recordGap(by, gap));
  }
  const shipped = await answered(state, (database) => shipRows(database, by, batch.rows));
  state.shipped = addShipped(state.shipped, shipped);
  state.damaged += batch.losses.reduce((total, { rows }) => total + rows, 0);
  if (shipped.conflicting + shipped.refused > 0) state.deps.log.warn('rows became dead letters', { ...shipped });
  await spool.release(batch.segment, batch.end, batch.rows.length);
  state.batch = undefined;
  return batch.rows.length > 0 && spool.size().rows > 0 && (state.draining || batch.rows.length >= 1_000);
}

/** A connection that went silent is told by nobody for many minutes: after a while another one is tried. */
async function answered<T>(state: State, ask: (database: ScoredRowsDatabase) => Promise<T>): Promise<T> {
  const done = new AbortController();
  const silent = state.deps.pause(times.answer, done.signal).then(() => {
    if (!done.signal.aborted) throw new StewardError('database_away');
  });
  const asked = ask(state.database);
  // When it is not waited for any more, nobody wants to know how it ended.
  asked.catch(() => undefined);
  try {
    await Promise.race([asked, silent]);
    return await asked;
  } catch (error) {
    if (isStewardError(error) && error.code === 'database_away') {
      void state.database.close().catch(() => undefined);
      state.database = state.deps.connect();
    }
    throw error;
  } finally {
    done.abort();
  }
}
