import type { Instant } from '../domain/release/release';
import { exactlyOne, oneOrNone, type Tx } from './database';

export interface ScoreSelection {
  readonly project: string;
  readonly environment: string;
  /** A version's label. */
  readonly version?: string;
  /** The rows of this closed window. */
  readonly window?: number;
  /** Scored at it or later. */
  readonly from?: Instant;
  /** Scored before it. */
  readonly to?: Instant;
  /** Outcomes that were recorded up to it are known. */
  readonly asOf: Instant;
}

/** One scored row with what was known of it. Times are ISO 8601 in UTC, to the microsecond. */
export interface ExportedScore {
  readonly id: number;
  readonly reference: string;
  readonly version: string;
  readonly release: number;
  readonly score: number;
  readonly scored_at: string;
  readonly value: string | null;
  /** Null also for an outcome that was observed before the row was scored: it is not judged. */
  readonly event: boolean | null;
  readonly observed_at: string | null;
  /** When the outcome was recorded. */
  readonly recorded_at: string | null;
}

/** A place in the order of (scored_at, id), its time as exact as PostgreSQL has it. */
interface Place {
  readonly at: string;
  readonly id: number;
}

interface Bounds {
  readonly release?: number;
  /** Rows after it, up to and including `last`. */
  readonly after: Place;
  readonly last: Place;
  /** Rows with a higher id came when the window was closed. */
  readonly ceiling: number;
}

const pageRows = 5_000;

/**
 * The selected rows in pages, release by release, in the order of (scored_at, id) within each: every page goes on from the
 * last row of the one before, so that any number of rows needs the memory of one page. Nothing when there is no such window.
 */
export async function* exportScores(tx: Tx, selection: ScoreSelection): AsyncGenerator<readonly ExportedScore[]> {
  const bounds = await findBounds(tx, selection);
  if (!bounds) return;
  let release = bounds.release ?? (await nextRelease(tx, selection, 0));
  while (release !== undefined) {
    let { after } = bounds;
    for (;;) {
      const page = await readPage(tx, selection, release, { ...bounds, after });
      const last = page.at(-1);
      if (last) yield page;
      if (!last || page.length < pageRows) break;
      after = { at: last.scored_at, id: last.id };
    }
    release = bounds.release === undefined ? await nextRelease(tx, selection, release) : undefined;
  }
}

/** The number of the newest closed window of an environment. */
export async function findNewestWindow(tx: Tx, project: string, environment: string): Promise<number | undefined> {
  const rows = await tx.query<{ number: number | null }>(
    'select max(number) as number from windows where project = $1 and environment = $2',
    [project, environment],
  );
  return exactlyOne(rows).number ?? undefined;
}

const exactTime = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

async function findBounds(tx: Tx, selection: ScoreSelection): Promise<Bounds | undefined> {
  const { project, environment, window, from, to } = selection;
  if (window === undefined)
    return {
      after: { at: from ?? '-infinity', id: 0 },
      last: { at: to ?? 'infinity', id: 0 },
      ceiling: Number.MAX_SAFE_INTEGER,
    };
  const row = oneOrNone(
    await tx.query<{ release: number; at: string; id: number; to_at: string; to_id: number; ceiling_id: number }>(
      `select release, ${exactTime('from_at')} as at, from_id as id, ${exactTime('to_at')} as to_at, to_id, ceiling_id
       from windows where project = $1 and environment = $2 and number = $3`,
      [project, environment, window],
    ),
  );
  return (
    row && {
      release: row.release,
      after: { at: row.at, id: row.id - 1 },
      last: { at: row.to_at, id: row.to_id },
      ceiling: row.ceiling_id,
    }
  );
}

async function nextRelease(tx: Tx, selection: ScoreSelection, after: number): Promise<number | undefined> {
  const rows = await tx.query<{ release: number | null }>(
    'select min(release) as release from scored_rows where project = $1 and environment = $2 and release > $3',
    [selection.project, selection.environment, after],
  );
  return exactlyOne(rows).release ?? undefined;
}

function readPage(tx: Tx, selection: ScoreSelection, release: number, bounds: Bounds): Promise<ExportedScore[]> {
  const { project, environment, version, asOf } = selection;
  const { after, last, ceiling } = bounds;
  // The plain comparisons of scored_at say what the pairs say, in words by which partitions are left out.
  return tx.query<ExportedScore>(
    `select r.id, r.reference, r.version, r.release, r.score, ${exactTime('r.scored_at')} as scored_at, o.value,
       case when o.observed_at >= r.scored_at then o.event end as event,
       ${exactTime('o.observed_at')} as observed_at, ${exactTime('o.recorded_at')} as recorded_at
     from scored_rows r
     left join lateral (
       select value, event, observed_at, recorded_at from outcomes
       where project = $1 and reference = r.reference and recorded_at <= $10 order by revision desc limit 1
     ) o on true
     where r.project = $1 and r.environment = $2 and r.release = $3 and ($4::text is null or r.version = $4)
       and r.scored_at >= $5::timestamptz and (r.scored_at, r.id) > ($5::timestamptz, $6::bigint)
       and r.scored_at <= $7::timestamptz and (r.scored_at, r.id) <= ($7::timestamptz, $8::bigint)
       and r.id <= $9
     order by r.scored_at, r.id limit $11`,
    [project, environment, release, version ?? null, after.at, after.id, last.at, last.id, ceiling, asOf, pageRows],
  );
}
