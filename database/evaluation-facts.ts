import type { Digest } from '../domain/digest';
import type { Evaluation, EvaluationResult, Window } from '../domain/monitoring/evaluation';
import type { Ending, Instant } from '../domain/release/release';
import { oneOrNone, type Tx } from './database';

interface EvaluationRow {
  number: number;
  project: string;
  environment: string;
  release: number;
  version: string;
  cause: Evaluation['cause'];
  asked_by: string | null;
  state: Evaluation['state'];
  counted: boolean;
  breaches: number;
  why: Ending;
  result: EvaluationResult | null;
  policy_hash: Digest;
  as_of: Instant;
  evaluated_at: Instant;
  window_number: number | null;
  window_release: number;
  window_version: string;
  from_at: Instant;
  from_id: number;
  to_at: Instant;
  to_id: number;
  ceiling_id: number;
  rows: number;
  row_hash: Digest;
  cut: boolean;
  closed_at: Instant;
}

function toWindow(row: EvaluationRow, number: number): Window {
  return {
    project: row.project,
    environment: row.environment,
    number,
    release: row.window_release,
    version: row.window_version,
    fromAt: row.from_at,
    fromId: row.from_id,
    toAt: row.to_at,
    toId: row.to_id,
    ceilingId: row.ceiling_id,
    rows: row.rows,
    rowHash: row.row_hash,
    cut: row.cut,
    closedAt: row.closed_at,
  };
}

function toEvaluation(row: EvaluationRow): Evaluation {
  return {
    number: row.number,
    project: row.project,
    environment: row.environment,
    release: row.release,
    version: row.version,
    cause: row.cause,
    state: row.state,
    counted: row.counted,
    breaches: row.breaches,
    why: row.why,
    policyHash: row.policy_hash,
    asOf: row.as_of,
    evaluatedAt: row.evaluated_at,
    ...(row.window_number === null ? {} : { window: toWindow(row, row.window_number) }),
    ...(row.asked_by === null ? {} : { askedBy: row.asked_by }),
    ...(row.result === null ? {} : { result: row.result }),
  };
}

/** Evaluations `e` with their windows; `rest` is the where clause and what follows it. */
async function readEvaluations(tx: Tx, rest: string, values: readonly unknown[]): Promise<Evaluation[]> {
  const rows = await tx.query<EvaluationRow>(
    `select e.number, e.project, e.environment, e.release, e.version, e.cause, e.asked_by, e.state, e.counted, e.breaches,
       e.why, e.result, e.policy_hash, e.as_of, e.evaluated_at, e.window_number, w.release as window_release,
       w.version as window_version, w.from_at, w.from_id, w.to_at, w.to_id, w.ceiling_id, w.rows, w.row_hash, w.cut,
       w.closed_at
     from evaluations e
       left join windows w
         on w.project = e.project and w.environment = e.environment and w.number = e.window_number
     where ${rest}`,
    values,
  );
  return rows.map(toEvaluation);
}

export async function findEvaluationFacts(tx: Tx, number: number): Promise<Evaluation | undefined> {
  return oneOrNone(await readEvaluations(tx, 'e.number = $1', [number]));
}

/** Newest first, of all versions and environments or of one; at most `limit`. */
export function listEvaluationFacts(
  tx: Tx,
  filter: {
    readonly project: string;
    readonly environment?: string;
    readonly version?: string;
    readonly limit: number;
  },
): Promise<Evaluation[]> {
  const { project, environment, version, limit } = filter;
  return readEvaluations(
    tx,
    `e.project = $1 and ($2::text is null or e.environment = $2) and ($3::text is null or e.version = $3)
     order by e.number desc limit $4`,
    [project, environment ?? null, version ?? null, limit],
  );
}

/**
 * The newest evaluation of each of the last windows, newest window first, and before them the newest of all when its rows
 * still wait for a window.
 */
export async function listWindowEvaluations(
  tx: Tx,
  filter: { readonly project: string; readonly environment: string; readonly version?: string; readonly limit: number },
): Promise<Evaluation[]> {
  const { project, environment, version, limit } = filter;
  const values = [project, environment, version ?? null];
  const mine = 'e.project = $1 and e.environment = $2 and ($3::text is null or e.version = $3)';
  const [newest] = await readEvaluations(tx, `${mine} order by e.number desc limit 1`, values);
  const closed = await readEvaluations(
    tx,
    `e.number in (
       select max(number) from evaluations
       where project = $1 and environment = $2 and ($3::text is null or version = $3) and window_number is not null
       group by window_number order by window_number desc limit $4)
     order by e.window_number desc`,
    [...values, limit],
  );
  return newest && !newest.window ? [newest, ...closed] : closed;
}

/** Of each of the last windows the evaluation that counted, or else its newest; oldest window first. */
export async function listTrend(tx: Tx, project: string, environment: string, limit: number): Promise<Evaluation[]> {
  return readEvaluations(
    tx,
    `e.number in (
       select distinct on (window_number) number from evaluations
       where project = $1 and environment = $2 and window_number is not null
       order by window_number desc, counted desc, number desc limit $3)
     order by e.window_number`,
    [project, environment, limit],
  );
}

/** The newest one that counted and was ok, of whatever version. */
export async function findLastGood(tx: Tx, project: string, environment: string): Promise<Evaluation | undefined> {
  const where = `e.project = $1 and e.environment = $2 and e.counted and e.state = 'ok' order by e.number desc limit 1`;
  return oneOrNone(await readEvaluations(tx, where, [project, environment]));
}

const alike = {
  decay: `e.counted`,
  failed: `e.state = 'failed'`,
  blind: `e.state in ('inconclusive', 'insufficient') and e.window_number is not null`,
} as const;

/** The newest since an alert was raised that speaks of the same thing as the alert. */
export async function findNewestAgainst(
  tx: Tx,
  raised: Evaluation,
  kind: 'decay' | 'failed' | 'blind',
): Promise<Evaluation | undefined> {
  const { project, environment, version, number } = raised;
  const where = `e.project = $1 and e.environment = $2 and e.version = $3 and e.number >= $4 and ${alike[kind]}
    order by e.number desc limit 1`;
  return oneOrNone(await readEvaluations(tx, where, [project, environment, version, number]));
}
