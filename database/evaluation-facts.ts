import type { Evaluation } from '../domain/monitoring/evaluation';
import { oneOrNone, type Tx } from './database';
import { readEvaluations } from './evaluations';

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
