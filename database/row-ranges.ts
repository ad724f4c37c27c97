import type { Window } from '../domain/monitoring/evaluation';
import { type OpenWindow, stretchOf } from '../domain/monitoring/open-window';
import type { MonitoringPolicy } from '../domain/monitoring/policy';
import type { Instant } from '../domain/release/release';
import { exactlyOne, oneOrNone, type Tx } from './database';

/** A place in the order of scored rows. `at` is PostgreSQL's own text of the time: to the microsecond. */
export interface RowPlace {
  readonly at: string;
  readonly id: number;
}

/** Rows of a release from one to another, both included, of those whose id is at most `ceiling`. */
export interface RowRange {
  readonly project: string;
  readonly environment: string;
  readonly release: number;
  readonly from: RowPlace;
  readonly to: RowPlace;
  readonly ceiling: number;
}

/** A release that served in an environment. */
export interface ServedPlace {
  readonly project: string;
  readonly environment: string;
  readonly release: number;
  readonly version: string;
  /** It serves no longer since then. */
  readonly until?: Instant;
  /** Where its last window ends, and which one that is. */
  readonly after?: RowPlace;
  readonly lastWindow?: number;
}

export interface OpenRange {
  readonly range: RowRange;
  readonly open: OpenWindow;
}

/**
 * Waits until no batch of rows is under way in the environment and keeps new ones out until commit: the exclusive form of
 * the lock that `record_scored_rows` takes.
 */
export async function lockScored(tx: Tx, project: string, environment: string): Promise<void> {
  const key = `scored/${project}/${environment}`;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
}

/**
 * The highest id of a scored row so far. As ids are drawn under the shared lock, the rows of the environment up to it are
 * all there, and there will never be more of them: whatever is computed over them can be computed again.
 */
export async function drawCeiling(tx: Tx, project: string, environment: string): Promise<number> {
  await lockScored(tx, project, environment);
  return exactlyOne(await tx.query<{ ceiling: number }>('select last_value as ceiling from scored_row_ids')).ceiling;
}

const hasRowsLeft = `exists (
  select from scored_rows r where r.project = s.project and r.environment = s.environment and r.release = s.release
    and r.scored_at >= coalesce(w.to_at, '-infinity')
    and (r.scored_at, r.id) > (coalesce(w.to_at, '-infinity'), coalesce(w.to_id, 0)))`;

/** What serves in the environment and every release with rows after its last window, oldest first. */
export function listServedPlaces(tx: Tx, project: string, environment: string): Promise<ServedPlace[]> {
  return readPlaces(tx, `(s.until is null or ${hasRowsLeft}) order by s.id`, [project, environment]);
}

/** A release that serves or served in the environment, as it is now. */
export async function findServedPlace(
  tx: Tx,
  { project, environment, release }: Pick<ServedPlace, 'project' | 'environment' | 'release'>,
): Promise<ServedPlace | undefined> {
  return oneOrNone(await readPlaces(tx, 's.release = $3', [project, environment, release]));
}

/** `rest` is the end of the where clause, over servings `s` and their last windows `w`, and what follows it. */
async function readPlaces(
  tx: Tx,
  rest: string,
  values: readonly [project: string, environment: string, ...unknown[]],
): Promise<ServedPlace[]> {
  const [project, environment] = values;
  const rows = await tx.query<{
    release: number;
    version: string;
    until: Instant | null;
    at: string | null;
    id: number | null;
    number: number | null;
  }>(
    `select s.release, s.version, s.until, w.to_at::text as at, w.to_id as id, w.number
     from servings s left join lateral (
       select to_at, to_id, number from windows
       where project = s.project and environment = s.environment and release = s.release order by number desc limit 1
     ) w on true
     where s.project = $1 and s.environment = $2 and ${rest}`,
    values,
  );
  return rows.map(({ release, version, until, at, id, number }) => ({
    ...{ project, environment, release, version },
    ...(until === null ? {} : { until }),
    ...(at === null || id === null || number === null ? {} : { after: { at, id }, lastWindow: number }),
  }));
}

/** The rows that the next window of a release would be made of; undefined when there are none. */
export async function findOpenRange(
  tx: Tx,
  served: ServedPlace,
  policy: MonitoringPolicy['window'],
  ceiling: number,
  now: Instant,
): Promise<OpenRange | undefined> {
  const scope = scopeOf(served, ceiling);
  const from = await findRow(tx, scope, 'asc');
  if (!from) return undefined;
  const end = policy.kind === 'time' ? stretchOf(from.at, policy.ms).to : undefined;
  const { rows, to, full } =
    policy.kind === 'rows'
      ? await findByRows(tx, scope, policy.rows)
      : { ...(await findRest(tx, scopeOf(served, ceiling, end))), full: end! <= now };
  const { project, environment, release, until } = served;
  // A stretch of time that was over before the release was replaced is whole.
  const cut = until !== undefined && (end === undefined ? !full : until < end);
  const [fromAt, toAt] = [toInstant(from.at), toInstant(to.at)];
  return {
    range: { project, environment, release, from, to, ceiling },
    open: { rows, fromAt, toAt, complete: full && !cut, cut, endsAt: cut ? toAt : (end ?? toAt) },
  };
}

async function findByRows(
  tx: Tx,
  scope: Scope,
  wanted: number,
): Promise<{ rows: number; to: RowPlace; full: boolean }> {
  const last = await findRow(tx, scope, 'asc', wanted - 1);
  return last ? { rows: wanted, to: last, full: true } : { ...(await findRest(tx, scope)), full: false };
}

/** The rows of a release after its last window, scored before `end` where that is given. */
interface Scope {
  readonly where: string;
  readonly values: readonly unknown[];
}

function scopeOf({ project, environment, release, after }: ServedPlace, ceiling: number, end?: Instant): Scope {
  const from = [after?.at ?? '-infinity', after?.id ?? 0];
  return {
    // A comparison of rows alone does not tell the planner which partitions to leave out.
    where: `project = $1 and environment = $2 and release = $3 and id <= $4 and scored_at < $5
      and scored_at >= $6 and (scored_at, id) > ($6, $7)`,
    values: [project, environment, release, ceiling, end ?? 'infinity', ...from],
  };
}

/** The nth of the rows, from 0, in the order or against it. */
async function findRow(tx: Tx, scope: Scope, order: 'asc' | 'desc', offset = 0): Promise<RowPlace | undefined> {
  const rows = await tx.query<RowPlace>(
    // The text is made of the one row that is found, not of all that are passed over.
    `select scored_at::text as at, id from (
       select scored_at, id from scored_rows where ${scope.where}
       order by scored_at ${order}, id ${order} offset $8 limit 1
     ) found`,
    [...scope.values, offset],
  );
  return oneOrNone(rows);
}

/** How many there are, one at least, and the last one. */
async function findRest(tx: Tx, scope: Scope): Promise<{ rows: number; to: RowPlace }> {
  const to = await findRow(tx, scope, 'desc');
  if (!to) throw new RangeError('there are no rows');
  const counted = await tx.query<{ rows: number }>(
    `select count(*) as rows from scored_rows where ${scope.where}`,
    scope.values,
  );
  return { rows: exactlyOne(counted).rows, to };
}

/** The range of a closed window, to the microsecond. */
export async function rangeOf(tx: Tx, window: Pick<Window, 'project' | 'environment' | 'number'>): Promise<RowRange> {
  const { project, environment, number } = window;
  const rows = await tx.query<{
    release: number;
    from_at: string;
    from_id: number;
    to_at: string;
    to_id: number;
    ceiling_id: number;
  }>(
    `select release, from_at::text, from_id, to_at::text, to_id, ceiling_id from windows
     where project = $1 and environment = $2 and number = $3`,
    [project, environment, number],
  );
  const row = exactlyOne(rows);
  return {
    ...{ project, environment, release: row.release },
    from: { at: row.from_at, id: row.from_id },
    to: { at: row.to_at, id: row.to_id },
    ceiling: row.ceiling_id,
  };
}

function toInstant(at: string): Instant {
  return new Date(at).toISOString();
}
