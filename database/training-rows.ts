import type { Digest } from '../domain/digest';
import type { Instant } from '../domain/release/release';
import { type Database, exactlyOne, oneOrNone, type Tx } from './database';

/** A closed window as retraining needs it; who closed it and how it was judged is another table's. */
export interface ClosedWindow {
  readonly number: number;
  readonly version: string;
  readonly rows: number;
  readonly rowHash: Digest;
}

const closedWindow = 'select number, version, rows, row_hash as "rowHash" from windows';

/** A scored row of closed windows whose outcome was known as of a time. */
export interface KnownRow {
  readonly reference: string;
  readonly scoredAt: Instant;
  /** NaN where the model answered no number. */
  readonly score: number;
  /** As sent. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** As delivered; whether it is the event was judged when it came. */
  readonly outcome: string;
  readonly event: boolean;
}

export interface RowQuery {
  readonly project: string;
  readonly environment: string;
  readonly windows: readonly number[];
  /** Outcomes that were recorded later are not known. */
  readonly asOf: Instant;
}

/**
 * The rows of windows by the windows' own bounds, each with its newest outcome. An outcome that was observed before its
 * row was scored says nothing of the score: such rows are left out. Each window's rows are looked up for themselves
 * (`offset 0` keeps them apart): a join would be free to read all rows of the environment for each.
 */
const windowRows = `
  from windows w
  cross join lateral (
    select * from scored_rows
    where project = w.project and environment = w.environment and release = w.release
      and scored_at >= w.from_at and scored_at <= w.to_at
      and (scored_at, id) >= (w.from_at, w.from_id) and (scored_at, id) <= (w.to_at, w.to_id)
      and id <= w.ceiling_id
    offset 0
  ) r`;
const ofWindows = 'where w.project = $1 and w.environment = $2 and w.number = any($3)';
const knownRows = `${windowRows}
  join lateral (
    select o.value, o.event, o.observed_at from outcomes o
    where o.project = r.project and o.reference = r.reference and o.recorded_at <= $4
    order by o.revision desc limit 1
  ) known on known.observed_at >= r.scored_at
  ${ofWindows}`;

function valuesOf({ project, environment, windows, asOf }: RowQuery): readonly unknown[] {
  return [project, environment, [...windows], asOf];
}

/**
 * Newest first by their rows, whenever they were closed: one that waited for outcomes may be closed after younger ones.
 * With `before`, those whose rows all came before the first of that window.
 */
export function listClosedWindows(
  tx: Tx,
  place: { readonly project: string; readonly environment: string },
  { before, limit }: { readonly before?: number; readonly limit: number },
): Promise<ClosedWindow[]> {
  return tx.query<ClosedWindow & object>(
    `${closedWindow} w where project = $1 and environment = $2
       and ($3::int is null or exists (
         select from windows later where later.project = $1 and later.environment = $2 and later.number = $3
           and (w.to_at, w.to_id) < (later.from_at, later.from_id)
       )) order by to_at desc, to_id desc limit $4`,
    [place.project, place.environment, before ?? null, limit],
  );
}

export async function findClosedWindow(
  tx: Tx,
  place: { readonly project: string; readonly environment: string },
  number: number,
): Promise<ClosedWindow | undefined> {
  const rows = await tx.query<ClosedWindow>(`${closedWindow} where project = $1 and environment = $2 and number = $3`, [
    place.project,
    place.environment,
    number,
  ]);
  return oneOrNone(rows);
}

/** The rows that lie within a window's bounds now, whatever is known of them. */
export async function countWindowRows(
  database: Database,
  { project, environment }: { readonly project: string; readonly environment: string },
  number: number,
): Promise<number> {
  return patiently(database, async (tx) => {
    const values = [project, environment, [number]];
    return exactlyOne(await tx.query<{ rows: number }>(`select count(*) as rows ${windowRows} ${ofWindows}`, values))
      .rows;
  });
}

export interface KnownCounts {
  readonly events: number;
  readonly nonEvents: number;
}

/** Rows with a known outcome; with `scored`, only those whose recorded score is a number from 0 to 1. */
export async function countKnownRows(database: Database, query: RowQuery, scored: boolean): Promise<KnownCounts> {
  return patiently(database, async (tx) => {
    // NaN is greater than every number to PostgreSQL.
    const usable = scored ? 'and r.score between 0 and 1' : '';
    const rows = await tx.query<KnownCounts & object>(
      `select count(*) filter (where known.event) as events, count(*) filter (where not known.event) as "nonEvents"
       ${knownRows} ${usable}`,
      valuesOf(query),
    );
    return exactlyOne(rows);
  });
}

/** Held in memory at once. */
const batch = 2_000;

/**
 * Gives every known row of the windows to `take`, in batches, sorted by the bytes of their references: the same rows in
 * the same order on every machine. All of one moment, in bounded memory. `take` must not work for longer than seconds.
 */
export async function readKnownRows(
  database: Database,
  query: RowQuery,
  take: (rows: readonly KnownRow[]) => Promise<void>,
): Promise<void> {
  await patiently(database, async (tx) => {
    await tx.query(
      `declare known no scroll cursor for
       select r.reference, r.scored_at as "scoredAt", r.score, r.inputs, known.value as outcome, known.event
       ${knownRows} order by r.reference collate "C"`,
      valuesOf(query),
    );
    for (;;) {
      const rows = await tx.query<KnownRow & object>(`fetch ${batch} from known`);
      if (rows.length === 0) return;
      await take(rows);
    }
  });
}

/** Reads of whole windows take longer than statements usually may. */
function patiently<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    await tx.query(`set local statement_timeout = '10min'`);
    return work(tx);
  });
}
