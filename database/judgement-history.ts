import type { EvaluationState } from '../domain/monitoring/evaluation';
import type { JudgementHistory } from '../domain/monitoring/judge';
import type { Instant } from '../domain/release/release';
import { type Database, exactlyOne, type Tx } from './database';
import { readLargely } from './window-rows';

interface Place {
  readonly project: string;
  readonly environment: string;
  readonly release: number;
  readonly version: string;
}

/** More than any policy asks for in a row. */
const mostWindows = 100;

/** What is on record before the next evaluation of a release. */
export async function readHistory(tx: Tx, place: Place): Promise<JudgementHistory> {
  const { project, environment, release, version } = place;
  const counted = await tx.query<{ breaches: number }>(
    `select breaches from evaluations where project = $1 and environment = $2 and version = $3 and counted
     order by number desc limit 1`,
    [project, environment, version],
  );
  const last = await tx.query<{ state: EvaluationState }>(
    `select state from evaluations where project = $1 and environment = $2 and release = $3
     order by number desc limit 1`,
    [project, environment, release],
  );
  return {
    breaches: counted[0]?.breaches ?? 0,
    unjudged: await countUnjudged(tx, place),
    failed: last[0]?.state === 'failed',
  };
}

/** By what was found when each window was closed, newest first: evaluations that came later change nothing. */
async function countUnjudged(tx: Tx, { project, environment, version }: Place): Promise<number> {
  const rows = await tx.query<{ state: EvaluationState }>(
    `select first.state from windows w cross join lateral (
       select state from evaluations e where e.project = w.project and e.environment = w.environment
         and e.window_number = w.number order by e.number limit 1
     ) first
     where w.project = $1 and w.environment = $2 and w.version = $3 order by w.number desc limit $4`,
    [project, environment, version, mostWindows],
  );
  const judged = rows.findIndex(({ state }) => state !== 'insufficient' && state !== 'inconclusive');
  return judged === -1 ? rows.length : judged;
}

interface WindowFilter {
  readonly project: string;
  readonly environment: string;
  readonly since?: Instant;
  readonly until: Instant;
  readonly limit: number;
}

/** All windows, and from when on outcomes are news to them. */
const closedWindows = `
  select w.number, w.from_at, w.from_id, w.to_at, w.to_id, greatest(last.as_of, $3) as seen
  from windows w cross join lateral (
    select as_of from evaluations e where e.project = w.project and e.environment = w.environment
      and e.window_number = w.number order by e.number desc limit 1
  ) last
  where w.project = $1 and w.environment = $2`;

/**
 * Closed windows whose rows got outcomes since their newest evaluation, and since `since`, that were recorded by `until`:
 * the newest of them, at most `limit`, oldest first. Outcomes of rows that came too late to be in a window are news to
 * it as well: its evaluation counts these rows.
 */
export async function listChangedWindows(database: Database, filter: WindowFilter): Promise<number[]> {
  const values = [filter.project, filter.environment, filter.since ?? null, filter.until];
  const [news] = await database.query<{ seen: string; first: string; last: string }>(
    `select min(seen)::text as seen, min(from_at)::text as first, max(to_at)::text as last from (${closedWindows}) closed
     having exists (select from outcome_imports where project = $1 and imported_at > min(seen) and imported_at <= $4)`,
    values,
  );
  if (!news) return [];
  // The row of each outcome is asked for by its key: a join would be free to read all references instead, and does so where
  // the planner has not met them yet.
  const read = (tx: Tx) =>
    tx.query<{ number: number }>(
      `with closed as materialized (${closedWindows}), changed as materialized (
       select k.scored_at, k.row_id, o.recorded_at
       from outcomes o
       cross join lateral (
         select scored_at, row_id from scored_references
         where project = $1 and environment = $2 and reference = o.reference limit 1
       ) k
       where o.project = $1 and o.recorded_at > $5 and o.recorded_at <= $4
         and k.scored_at between $6 and $7
     )
     select distinct closed.number from closed join changed c
       on c.recorded_at > closed.seen and c.scored_at between closed.from_at and closed.to_at
         and (c.scored_at, c.row_id) >= (closed.from_at, closed.from_id)
         and (c.scored_at, c.row_id) <= (closed.to_at, closed.to_id)
     order by 1 desc limit $8`,
      [...values, news.seen, news.first, news.last, filter.limit],
    );
  return (await readLargely(database, read)).map(({ number }) => number).reverse();
}

/** A live decay alert for whose newest judgement a retraining is to be started, and was not opened yet. */
export async function findOwedRetraining(tx: Tx, project: string, environment: string): Promise<number | undefined> {
  const rows = await tx.query<{ alert: number }>(
    `select a.number as alert from alerts a cross join lateral (
       select why, evaluated_at from evaluations e where e.project = a.project and e.environment = a.environment
         and e.version = a.version and e.counted order by e.number desc limit 1
     ) last
     where a.project = $1 and a.environment = $2 and a.kind = 'decay' and a.state <> 'closed'
       and last.why->'details'->>'next' = 'retrain'
       and not exists (select from retrainings t where t.alert = a.number and t.requested_at >= last.evaluated_at)`,
    [project, environment],
  );
  return rows[0]?.alert;
}

/** The highest number of an evaluation of the environment, 0 before the first. */
export async function newestNumber(tx: Tx, project: string, environment: string): Promise<number> {
  const rows = await tx.query<{ number: number | null }>(
    'select max(number) as number from evaluations where project = $1 and environment = $2',
    [project, environment],
  );
  return exactlyOne(rows).number ?? 0;
}
