import type { Actor } from '../domain/actor';
import type { Json } from '../domain/canonical-json';
import { StewardError } from '../domain/errors';
import { alertName } from '../domain/ids';
import type { Alert } from '../domain/monitoring/alert';
import type { Instant } from '../domain/release/release';
import { getAlert, lockAlert } from './alerts';
import { append, findAuditRow } from './audit';
import type { Tx } from './database';

/** What somebody does with an alert. `key` is the same for every delivery of the same message or click. */
export interface AlertDecision {
  readonly alert: number;
  readonly by: string;
  readonly at: Instant;
  readonly key: string;
}

/**
 * Somebody takes an alert in hand, which also ends its silence. Done twice, or by a second person, it stays as it was.
 * Throws `alert_unknown` and `alert_closed`. Returns the alert as it then is, and whether that was new.
 */
export async function acknowledgeAlert(tx: Tx, decision: AlertDecision): Promise<{ alert: Alert; changed: boolean }> {
  const alert = await lockLive(tx, decision.alert);
  if (alert.state === 'acknowledged') return { alert, changed: false };
  const { by, at } = decision;
  if (await isRepeated(tx, decision, 'acknowledge')) return { alert, changed: false };
  await tx.query(
    `update alerts set state = 'acknowledged', acknowledged = $2, snoozed = null, revision = revision + 1
     where number = $1`,
    [alert.number, JSON.stringify({ by, at })],
  );
  await note(tx, decision, 'acknowledge', 'alert.acknowledged', { before: alert.state });
  return { alert: await getAlert(tx, alert.number), changed: true };
}

/**
 * Silences an alert until a time; a later snooze replaces an earlier one. Throws `alert_unknown` and `alert_closed`.
 * Returns the alert as it then is, and whether that was new.
 */
export async function snoozeAlert(
  tx: Tx,
  decision: AlertDecision & { readonly until: Instant; readonly reason?: string },
): Promise<{ alert: Alert; changed: boolean }> {
  const alert = await lockLive(tx, decision.alert);
  if (await isRepeated(tx, decision, 'snooze')) return { alert, changed: false };
  const { by, at, until, reason } = decision;
  const snoozed = { by, at, until, ...(reason === undefined ? {} : { reason }) };
  await tx.query(`update alerts set state = 'snoozed', snoozed = $2, revision = revision + 1 where number = $1`, [
    alert.number,
    JSON.stringify(snoozed),
  ]);
  await note(tx, decision, 'snooze', 'alert.snoozed', { before: alert.state, until, reason: reason ?? null });
  return { alert: await getAlert(tx, alert.number), changed: true };
}

async function lockLive(tx: Tx, number: number): Promise<Alert> {
  const alert = await lockAlert(tx, number);
  if (alert.state !== 'closed') return alert;
  throw new StewardError('alert_closed', { alert: alertName(number), at: alert.closed?.at ?? 'an unknown time' });
}

function keyOf({ alert, key }: AlertDecision, verb: string): string {
  return `${alertName(alert)}/${verb}/${key}`;
}

async function isRepeated(tx: Tx, decision: AlertDecision, verb: string): Promise<boolean> {
  return (await findAuditRow(tx, keyOf(decision, verb))) !== undefined;
}

async function note(tx: Tx, decision: AlertDecision, verb: string, action: string, data: Json): Promise<void> {
  const actor: Actor = { kind: 'person', objectId: decision.by };
  const subject = `alert/${decision.alert}`;
  await append(tx, { at: decision.at, actor, action, subject, key: keyOf(decision, verb), data });
}
