import type { Alert, ImageAlert, JudgementAlert, ObservationAlert } from '../domain/monitoring/alert';
import type { Evaluation } from '../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../domain/monitoring/policy';
import type { ServingRecord } from '../domain/release/release';
import type { RetrainingPolicy } from '../domain/retraining/policy';
import type { Retraining } from '../domain/retraining/retraining';
import { listLiveAlerts } from './alerts';
import type { Tx } from './database';
import { findLastGood, findNewestAgainst, listTrend } from './evaluation-facts';
import { findEvaluation, getEvaluation } from './evaluations';
import { findNames } from './people';
import { getProject } from './projects';
import { findOpenRetraining } from './retrainings';
import { findServing } from './servings';

/** What does not answer comes before what answers less well. */
const urgency: Readonly<Record<Alert['kind'], number>> = {
  drifted: 0,
  degraded: 0,
  decay: 1,
  failed: 2,
  blind: 2,
  unseen: 2,
  image_missing: 2,
};

/** Alerts of an environment that are not closed as people read them: the most urgent first, then the newest. */
export async function listAlertsByUrgency(tx: Tx, project: string, environment: string): Promise<Alert[]> {
  const live = await listLiveAlerts(tx, project, environment);
  return live.sort((a, b) => urgency[a.kind] - urgency[b.kind] || b.number - a.number);
}

/** All that the card of an alert about evaluations is drawn from, but whether a retraining may be opened: that is the desk's to say. */
export interface AlertFacts {
  readonly alert: JudgementAlert;
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

export async function readAlertFacts(tx: Tx, alert: JudgementAlert): Promise<AlertFacts> {
  const { project, environment, kind } = alert;
  const { file } = await getProject(tx, project);
  const raised = await getEvaluation(tx, alert.raisedBy);
  const closing =
    alert.closed?.evaluation === undefined ? undefined : await findEvaluation(tx, alert.closed.evaluation);
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

/** All that the card of an alert about what was found without an evaluation is drawn from. */
export interface FoundAlertFacts<Found extends ObservationAlert | ImageAlert> {
  readonly alert: Found;
  readonly title: string;
  readonly people: Readonly<Record<string, string>>;
  /** Directory object ids of those who can do something about it. */
  readonly callees: readonly string[];
}

export async function readFoundAlertFacts<Found extends ObservationAlert | ImageAlert>(
  tx: Tx,
  alert: Found,
): Promise<FoundAlertFacts<Found>> {
  const { file } = await getProject(tx, alert.project);
  const { leader, operator } = file.roles;
  const callees = operator.length === 0 ? leader : operator;
  const named = [...callees, ...[alert.acknowledged, alert.snoozed].flatMap((by) => (by ? [by.by] : []))];
  return { alert, title: file.project, people: { ...file.people, ...(await findNames(tx, named)) }, callees };
}
