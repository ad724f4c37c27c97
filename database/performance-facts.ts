import type { Alert } from '../domain/monitoring/alert';
import type { Evaluation } from '../domain/monitoring/evaluation';
import { isJudgementAlert } from '../domain/monitoring/alert';
import type { MonitoringPolicy } from '../domain/monitoring/policy';
import type { Instant, ServingRecord } from '../domain/release/release';
import type { Retraining } from '../domain/retraining/retraining';
import { listAlertsByUrgency } from './alert-facts';
import { exactlyOne, oneOrNone, type Tx } from './database';
import { listWindowEvaluations } from './evaluation-facts';
import { listEvaluations } from './evaluations';
import { findOpenRetraining } from './retrainings';
import type { RowPlace } from './row-ranges';
import { findServing } from './servings';

/** How one environment does, as of now. */
export interface PerformanceFacts {
  readonly name: string;
  readonly serving?: ServingRecord;
  readonly evaluations: readonly Evaluation[];
  readonly open?: OpenWindowFacts;
  readonly alerts: readonly Alert[];
  readonly retraining?: Retraining;
}

interface OpenWindowFacts {
  readonly number: number;
  readonly rows: number;
  readonly firstAt?: Instant;
  readonly lastAt?: Instant;
}

const shownWindows = 7;
/** Rows of an open stretch of time are counted up to this many, so that an answer is there in time. */
const countedRows = 1_000_000;

export async function readPerformanceFacts(
  tx: Tx,
  project: string,
  environment: string,
  options: { readonly monitoring: MonitoringPolicy; readonly version?: string },
): Promise<PerformanceFacts> {
  const { monitoring, version } = options;
  const serving = await findServing(tx, project, environment);
  const retraining = await findOpenRetraining(tx, project, environment);
  const only = version === undefined ? {} : { version };
  const wanted = serving && (version === undefined || serving.version === version);
  return {
    name: environment,
    evaluations: await listWindowEvaluations(tx, { project, environment, limit: shownWindows, ...only }),
    alerts: await listAlertsByUrgency(tx, project, environment),
    ...(serving ? { serving } : {}),
    ...(retraining ? { retraining } : {}),
    ...(wanted ? { open: await readOpenWindow(tx, project, environment, serving.release, monitoring) } : {}),
  };
}

/** The judgement, live alerts and retraining of what serves an environment: one line of `status`. */
export async function readJudged(tx: Tx, project: string, environment: string) {
  const serving = await findServing(tx, project, environment);
  const of = { project, environment, limit: 1, ...(serving ? { version: serving.version } : {}) };
  const [newest] = await listEvaluations(tx, of);
  const [counted] = await listEvaluations(tx, { ...of, counted: true });
  const evaluation = counted ?? newest;
  const retraining = await findOpenRetraining(tx, project, environment);
  return {
    alerts: (await listAlertsByUrgency(tx, project, environment)).filter(isJudgementAlert),
    ...(evaluation ? { evaluation } : {}),
    ...(newest && newest.number !== evaluation?.number ? { since: newest } : {}),
    ...(retraining ? { retraining } : {}),
  };
}

/** What the serving release scored since its last window was closed. */
async function readOpenWindow(
  tx: Tx,
  project: string,
  environment: string,
  release: number,
  { window }: MonitoringPolicy,
): Promise<OpenWindowFacts> {
  const last = exactlyOne(
    await tx.query<{ number: number | null }>(
      'select max(number) as number from windows where project = $1 and environment = $2',
      [project, environment],
    ),
  );
  const after = await findWindowEnd(tx, project, environment, release);
  const scored = exactlyOne(
    await tx.query<{ rows: number; first_at: Instant | null; last_at: Instant | null }>(
      `select count(*) as rows, min(scored_at) as first_at, max(scored_at) as last_at from (
         select scored_at from scored_rows
         where project = $1 and environment = $2 and release = $3
           and scored_at >= $4 and (scored_at, id) > ($4, $5)
         order by scored_at, id limit $6) as next`,
      [project, environment, release, after.at, after.id, window.kind === 'rows' ? window.rows : countedRows],
    ),
  );
  return {
    number: (last.number ?? 0) + 1,
    rows: scored.rows,
    ...(scored.first_at === null ? {} : { firstAt: scored.first_at }),
    ...(scored.last_at === null ? {} : { lastAt: scored.last_at }),
  };
}

/** The last row of a release's newest window: what comes after it is in the next one; before its first one: none. */
async function findWindowEnd(tx: Tx, project: string, environment: string, release: number): Promise<RowPlace> {
  const rows = await tx.query<RowPlace>(
    `select to_at::text as at, to_id as id from windows where project = $1 and environment = $2 and release = $3
     order by number desc limit 1`,
    [project, environment, release],
  );
  return oneOrNone(rows) ?? { at: '-infinity', id: 0 };
}

/** Of the first `limit` rows after a release's last window: how many there are, and how many of them have an outcome. */
export async function countOpenRows(
  tx: Tx,
  place: { readonly project: string; readonly environment: string; readonly release: number },
  limit: number,
): Promise<{ readonly rows: number; readonly withOutcome: number }> {
  const { project, environment, release } = place;
  const after = await findWindowEnd(tx, project, environment, release);
  const rows = await tx.query<{ rows: number; withOutcome: number }>(
    // Limits on both sides keep the planner to the two indexes, also when it knows nothing yet of how many rows there are.
    `select count(*) as rows, count(known.reference) as "withOutcome" from (
       select reference from scored_rows
       where project = $1 and environment = $2 and release = $3 and scored_at >= $4 and (scored_at, id) > ($4, $5)
       order by scored_at, id limit $6) as next
     left join lateral (
       select o.reference from outcomes o where o.project = $1 and o.reference = next.reference limit 1
     ) as known on true`,
    [project, environment, release, after.at, after.id, limit],
  );
  return exactlyOne(rows);
}
