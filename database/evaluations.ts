import type { Digest } from '../domain/digest';
import type { Evaluation, EvaluationResult } from '../domain/monitoring/evaluation';
import type { Ending, Instant } from '../domain/release/release';
import { exactlyOne, oneOrNone, type Tx } from './database';
import { toWindow, type WindowRow } from './windows';

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
  closed_window: WindowRow | null;
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
    ...(row.closed_window === null ? {} : { window: toWindow(row.closed_window) }),
    ...(row.asked_by === null ? {} : { askedBy: row.asked_by }),
    ...(row.result === null ? {} : { result: row.result }),
  };
}

/** Evaluations `e` with their windows; after the condition, `where` may order and limit. */
export function readEvaluations(tx: Tx, where: string, values: readonly unknown[]): Promise<Evaluation[]> {
  const text = `
    select e.*, case when w.number is null then null else to_jsonb(w) end as closed_window
    from evaluations e
    left join lateral (
      select * from windows
      where project = e.project and environment = e.environment and number = e.window_number
    ) w on true
    where ${where}`;
  return tx.query<EvaluationRow>(text, values).then((rows) => rows.map(toEvaluation));
}

export async function findEvaluation(tx: Tx, number: number): Promise<Evaluation | undefined> {
  return oneOrNone(await readEvaluations(tx, 'e.number = $1', [number]));
}

/** A number that no evaluation has is a programming error: people never type one. */
export async function getEvaluation(tx: Tx, number: number): Promise<Evaluation> {
  const found = await findEvaluation(tx, number);
  if (!found) throw new RangeError(`there is no evaluation ${number}`);
  return found;
}

export interface EvaluationFilter {
  readonly project: string;
  readonly environment?: string;
  /** The version's label. */
  readonly version?: string;
  /** Only those that were made after this one. */
  readonly after?: number;
  /** Only those that counted. */
  readonly counted?: boolean;
  readonly limit: number;
}

/** Newest first. */
export function listEvaluations(tx: Tx, filter: EvaluationFilter): Promise<Evaluation[]> {
  const { project, environment, version, after, counted, limit } = filter;
  const where = `e.project = $1 and ($2::text is null or e.environment = $2) and ($3::text is null or e.version = $3)
    and ($4::bigint is null or e.number > $4) and ($5::boolean is null or e.counted = $5)
    order by e.number desc limit $6`;
  return readEvaluations(tx, where, [
    project,
    environment ?? null,
    version ?? null,
    after ?? null,
    counted ?? null,
    limit,
  ]);
}

export async function drawEvaluationNumber(tx: Tx): Promise<number> {
  return exactlyOne(await tx.query<{ number: number }>(`select nextval('evaluation_numbers') as number`)).number;
}

/** Evaluations are only ever added; a second one that counts for its window breaks `evaluations_count_once`. */
export async function insertEvaluation(tx: Tx, evaluation: Evaluation): Promise<void> {
  await tx.query(
    `insert into evaluations (number, project, environment, release, version, window_number, cause, asked_by, state,
       counted, breaches, why, result, policy_hash, as_of, evaluated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      evaluation.number,
      evaluation.project,
      evaluation.environment,
      evaluation.release,
      evaluation.version,
      evaluation.window?.number ?? null,
      evaluation.cause,
      evaluation.askedBy ?? null,
      evaluation.state,
      evaluation.counted,
      evaluation.breaches,
      JSON.stringify(evaluation.why),
      evaluation.result === undefined ? null : JSON.stringify(evaluation.result),
      evaluation.policyHash,
      evaluation.asOf,
      evaluation.evaluatedAt,
    ],
  );
}
