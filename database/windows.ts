import type { Digest } from '../domain/digest';
import type { Window } from '../domain/monitoring/evaluation';
import type { Instant } from '../domain/release/release';
import { exactlyOne, oneOrNone, type Tx } from './database';
import type { RowRange } from './row-ranges';

export interface WindowRow {
  project: string;
  environment: string;
  number: number;
  release: number;
  version: string;
  from_at: string;
  from_id: number;
  to_at: string;
  to_id: number;
  ceiling_id: number;
  rows: number;
  row_hash: Digest;
  cut: boolean;
  closed_at: string;
}

/** Also from `to_jsonb`, which writes times otherwise than the driver. */
export function toWindow(row: WindowRow): Window {
  return {
    project: row.project,
    environment: row.environment,
    number: row.number,
    release: row.release,
    version: row.version,
    fromAt: instant(row.from_at),
    fromId: row.from_id,
    toAt: instant(row.to_at),
    toId: row.to_id,
    ceilingId: row.ceiling_id,
    rows: row.rows,
    rowHash: row.row_hash,
    cut: row.cut,
    closedAt: instant(row.closed_at),
  };
}

function instant(text: string): Instant {
  return new Date(text).toISOString();
}

/** Of an environment, newest first; of one version, or of all. */
export async function listWindows(
  tx: Tx,
  filter: { readonly project: string; readonly environment: string; readonly version?: string; readonly limit: number },
): Promise<Window[]> {
  const rows = await tx.query<WindowRow>(
    `select * from windows where project = $1 and environment = $2 and ($3::text is null or version = $3)
     order by number desc limit $4`,
    [filter.project, filter.environment, filter.version ?? null, filter.limit],
  );
  return rows.map(toWindow);
}

export async function findWindow(
  tx: Tx,
  project: string,
  environment: string,
  number: number,
): Promise<Window | undefined> {
  const rows = await tx.query<WindowRow>(
    'select * from windows where project = $1 and environment = $2 and number = $3',
    [project, environment, number],
  );
  const row = oneOrNone(rows);
  return row && toWindow(row);
}

/** The first window of a version that counted: what later ones are compared with. */
export async function findBaseline(
  tx: Tx,
  project: string,
  environment: string,
  version: string,
): Promise<Window | undefined> {
  const rows = await tx.query<WindowRow>(
    `select w.* from windows w
     join evaluations e on e.project = w.project and e.environment = w.environment and e.window_number = w.number
     where w.project = $1 and w.environment = $2 and w.version = $3 and e.counted order by w.number limit 1`,
    [project, environment, version],
  );
  const row = oneOrNone(rows);
  return row && toWindow(row);
}

/** Of a release; undefined before its first one. */
export async function newestWindowNumber(
  tx: Tx,
  place: { readonly project: string; readonly environment: string; readonly release: number },
): Promise<number | undefined> {
  const rows = await tx.query<{ number: number | null }>(
    'select max(number) as number from windows where project = $1 and environment = $2 and release = $3',
    [place.project, place.environment, place.release],
  );
  return exactlyOne(rows).number ?? undefined;
}

export interface NewWindow {
  readonly range: RowRange;
  readonly version: string;
  readonly rows: number;
  readonly rowHash: Digest;
  readonly cut: boolean;
  readonly closedAt: Instant;
}

/** Adds the environment's next window. The caller holds the lock of `lockScored`. */
export async function insertWindow(
  tx: Tx,
  { range, version, rows, rowHash, cut, closedAt }: NewWindow,
): Promise<Window> {
  const inserted = await tx.query<WindowRow>(
    `insert into windows (project, environment, number, release, version, from_at, from_id, to_at, to_id, ceiling_id,
       rows, row_hash, cut, closed_at)
     select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
     from windows where project = $1 and environment = $2
     returning *`,
    [
      range.project,
      range.environment,
      range.release,
      version,
      range.from.at,
      range.from.id,
      range.to.at,
      range.to.id,
      range.ceiling,
      rows,
      rowHash,
      cut,
      closedAt,
    ],
  );
  return toWindow(exactlyOne(inserted));
}
