import type { Alert } from '../domain/monitoring/alert';
import type { Evaluation } from '../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../domain/monitoring/policy';
import { StewardError } from '../domain/errors';
import { alertName } from '../domain/ids';
import type { Instant, ServingRecord } from '../domain/release/release';
import type { RetrainingPolicy } from '../domain/retraining/policy';
import type { Retraining } from '../domain/retraining/retraining';
import { oneOrNone, type Tx } from './database';
import { findEvaluationFacts, findLastGood, findNewestAgainst, listTrend } from './evaluation-facts';
import { findNames } from './people';
import { getProject } from './projects';
import { findOpenRetraining } from './retraining-facts';
import { findServing } from './servings';

interface AlertRow {
  number: number;
  project: string;
  environment: string;
  version: string;
  kind: Alert['kind'];
  state: Alert['state'];
  revision: number;
  raised_by: number;
  raised_at: Instant;
  acknowledged: Alert['acknowledged'] | null;
  snoozed: Alert['snoozed'] | null;
  closed: Alert['closed'] | null;
}

function toAlert(row: AlertRow): Alert {
  return {
    number: row.number,
    project: row.project,
    environment: row.environment,
    version: row.version,
    kind: row.kind,
    state: row.state,
    revision: row.revision,
    raisedBy: row.raised_by,
    raisedAt: row.raised_at,
    ...(row.acknowledged ? { acknowledged: row.acknowledged } : {}),
    ...(row.snoozed ? { snoozed: row.snoozed } : {}),
    ...(row.closed ? { closed: row.closed } : {}),
  };
}

/** Reads an alert; with `lock` its row is held until commit. Throws `alert_unknown`. */
export async function readAlert(tx: Tx, number: number, lock = false): Promise<Alert> {
  const text = `select * from alerts where number = $1${lock ? ' for update' : ''}`;
  const row = oneOrNone(await tx.query<AlertRow>(text, [number]));
  if (!row) throw new StewardError('alert_unknown', { alert: alertName(number), project: 'any project' });
  return toAlert(row);
}

/** Alerts of an environment that are not closed, decay first. */
export async function listLiveAlerts(tx: Tx, project: string, environment: string): Promise<Alert[]> {
  const rows = await tx.query<AlertRow>(
    `select * from alerts where project = $1 and environment = $2 and state <> 'closed'
     order by (kind = 'decay') desc, number desc`,
    [project, environment],
  );
  return rows.map(toAlert);
}

/** All that an alert's card is drawn from, but whether a retraining may be opened: that is the desk's to say. */
export interface AlertFacts {
  readonly alert: Alert;
  readonly title: string;
  readonly people: Readonly<Record<string, string>>;
  readonly evaluation: Evaluation;
  readonly trend: readonly Evaluation[];
  readonly lastGood?: Evaluation;
  readonly monitoring?: MonitoringPolicy;
  readonly retraining?: RetrainingPolicy;
  readonly open?: Retraining;
  readonly serving?: ServingRecord;
  /** Directory object ids of those who can do something about it. */
  readonly callees: readonly string[];
}

const trendWindows = 12;

export async function readAlertFacts(tx: Tx, number: number): Promise<AlertFacts> {
  const alert = await readAlert(tx, number);
  const { project, environment, kind } = alert;
  const { file } = await getProject(tx, project);
  const raised = await findEvaluationFacts(tx, alert.raisedBy);
  if (!raised) throw new RangeError(`${alertName(number)} was raised by no evaluation`);
  const closing =
    alert.closed?.evaluation === undefined ? undefined : await findEvaluationFacts(tx, alert.closed.evaluation);
  const lastGood = await findLastGood(tx, project, environment);
  const open = await findOpenRetraining(tx, project, environment);
  const serving = await findServing(tx, project, environment);
  const { leader, operator } = file.roles;
  const callees = kind === 'decay' || operator.length === 0 ? leader : operator;
  const named = [...callees, ...[alert.acknowledged, alert.snoozed].flatMap((by) => (by ? [by.by] : []))];
  return {
    alert,
    title: file.project,
    people: { ...file.people, ...(await findNames(tx, named)) },
    evaluation: closing ?? (await findNewestAgainst(tx, raised, kind)) ?? raised,
    trend: await listTrend(tx, project, environment, trendWindows),
    callees,
    ...(file.monitoring ? { monitoring: file.monitoring } : {}),
    ...(file.retraining ? { retraining: file.retraining } : {}),
    ...(lastGood ? { lastGood } : {}),
    ...(open ? { open } : {}),
    ...(serving ? { serving } : {}),
  };
}
