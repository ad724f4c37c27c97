import type { Actor } from '../domain/actor';
import { alertName } from '../domain/ids';
import { type Alert, isImageAlert, isObservationAlert } from '../domain/monitoring/alert';
import type { ProjectFile } from '../domain/project';
import type { Instant, ServingRecord } from '../domain/release/release';
import { changeAlert, listAlertedEnvironments, listLiveAlerts, lockAlert } from './alerts';
import { append } from './audit';
import type { Tx } from './database';
import { findServing } from './servings';

const system: Actor = { kind: 'system' };

/** That an alert is over, and why. */
export function auditClosed(
  tx: Tx,
  alert: Pick<Alert, 'number' | 'kind' | 'project' | 'environment' | 'version'>,
  at: Instant,
  how: Readonly<Record<string, string | number>>,
  actor: Actor = system,
): Promise<void> {
  const { number, kind, project, environment, version } = alert;
  return append(tx, {
    ...{ at, actor, action: 'alert.closed', subject: `alert/${number}` },
    key: `${alertName(number)}/closed`,
    data: { kind, project, environment, version, ...how },
  });
}

/**
 * Alerts that time or a release has overtaken: one about a version that serves no longer is closed as replaced, one that
 * was snoozed until now is as it was before.
 */
export async function settleAlerts(tx: Tx, project: string, environment: string, at: Instant): Promise<void> {
  const serving = await findServing(tx, project, environment);
  for (const alert of await lockLiveAlerts(tx, project, environment)) {
    const { number } = alert;
    if (serving && isOvertaken(alert, serving)) {
      const { version: by, since } = serving;
      await changeAlert(tx, number, { state: 'closed', closed: { at, why: 'replaced', by, since } });
      await auditClosed(tx, alert, at, { why: 'replaced', by });
    } else if (alert.state === 'snoozed' && (alert.snoozed?.until ?? at) <= at)
      await changeAlert(tx, number, { state: alert.acknowledged ? 'acknowledged' : 'open', snoozed: null });
  }
}

/** All at once and before the chain's head, as whoever decides on one does: nobody waits in a circle. */
async function lockLiveAlerts(tx: Tx, project: string, environment: string): Promise<readonly Alert[]> {
  const alerts: Alert[] = [];
  for (const { number } of await listLiveAlerts(tx, project, environment)) alerts.push(await lockAlert(tx, number));
  return alerts.filter(({ state }) => state !== 'closed');
}

/** Closes what is live of environments that are not in the project file any more: nobody looks there. */
export async function closeAlertsOutside(tx: Tx, file: ProjectFile, actor: Actor, at: Instant): Promise<void> {
  const { project, environments } = file;
  const alerts: Alert[] = [];
  for (const environment of await listAlertedEnvironments(tx, project))
    if (!(environment in environments)) alerts.push(...(await lockLiveAlerts(tx, project, environment)));
  for (const alert of alerts) {
    await changeAlert(tx, alert.number, { state: 'closed', closed: { at, why: 'removed' } });
    await auditClosed(tx, alert, at, { why: 'removed' }, actor);
  }
}

/**
 * What was seen of one release says nothing of another one, be it of the same version. Images that are lost stay lost,
 * whatever serves.
 */
function isOvertaken(alert: Alert, serving: ServingRecord): boolean {
  if (isImageAlert(alert)) return false;
  if (isObservationAlert(alert) && alert.observed.release !== serving.release) return true;
  return alert.version !== serving.version;
}
