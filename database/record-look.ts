import type { Actor } from '../domain/actor';
import { alertName } from '../domain/ids';
import { isObservationAlert, type ObservationAlert } from '../domain/monitoring/alert';
import { judgeLook, type Look } from '../domain/observation/judge-look';
import type { EnvironmentObservation } from '../domain/observation/observation';
import { sameFindings } from '../domain/observation/same-findings';
import { type ObservationAlertStep, stepAlerts } from '../domain/observation/step-alerts';
import type { Instant } from '../domain/release/release';
import { changeAlert, insertObservationAlert, listLiveAlerts, lockAlert } from './alerts';
import { append } from './audit';
import type { Tx } from './database';
import { findObservation, findServed, keepObservation, type ServedEnvironment } from './observations';
import { holdEnvironment } from './projects';
import { auditClosed, settleAlerts } from './settle-alerts';

const system: Actor = { kind: 'system' };

/**
 * Judges what was found at a look and writes all that follows in the caller's transaction: the observation, the alerts,
 * and, when the state is another one, an audit row. Nothing is written where another release serves by now, or where the
 * project file has no such environment any more. Returns the
 * alerts that are not as they were.
 */
export async function recordLook(
  tx: Tx,
  served: ServedEnvironment,
  look: { readonly at: Instant; readonly found: Look['found'] },
): Promise<readonly number[]> {
  const { project, environment } = served;
  if (!(await holdEnvironment(tx, project, environment))) return [];
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`observe/${project}/${environment}`]);
  const now = await findServed(tx, project, environment);
  if (now?.release !== served.release) return [];
  const before = await listLiveAlerts(tx, project, environment);
  await settleAlerts(tx, project, environment, look.at);
  const previous = await findObservation(tx, project, environment);
  const underWay = now.underWay ?? served.underWay;
  const observation = judgeLook({
    ...look,
    recorded: served,
    ...(previous && { previous }),
    ...(underWay !== null && { underWay }),
  });
  await keepObservation(tx, observation);
  const live = (await listLiveAlerts(tx, project, environment)).filter(isObservationAlert);
  const steps = stepAlerts(observation, {
    live: live.map(({ kind }) => kind),
    held: underWay !== null,
    troubledBefore: previous?.release === served.release && previous.troubled,
  });
  const changed: number[] = [];
  for (const step of steps) changed.push(...(await takeStep(tx, observation, step, live)));
  await auditState(tx, observation, previous);
  const after = await listLiveAlerts(tx, project, environment);
  const settled = before.filter((was) => after.find(({ number }) => number === was.number)?.state !== was.state);
  return [...new Set([...settled.map(({ number }) => number), ...changed])];
}

async function takeStep(
  tx: Tx,
  observation: EnvironmentObservation,
  { kind, step }: ObservationAlertStep,
  live: readonly ObservationAlert[],
): Promise<readonly number[]> {
  const { project, environment, version, askedAt: at } = observation;
  const place = { kind, project, environment, version };
  if (step === 'raise') {
    const number = await insertObservationAlert(tx, { ...place, raisedAt: at, observed: observation });
    await append(tx, {
      ...{ at, actor: system, action: 'alert.raised', subject: `alert/${number}`, key: `${alertName(number)}/raised` },
      data: { ...place, release: observation.release, codes: observation.findings.map(({ code }) => code) },
    });
    return [number];
  }
  const there = live.find((alert) => alert.kind === kind);
  const alert = there && (await lockAlert(tx, there.number));
  if (!alert || !isObservationAlert(alert) || alert.state === 'closed') return [];
  if (step === 'close') {
    // The card keeps what was wrong, and says that it is over.
    await changeAlert(tx, alert.number, { state: 'closed', closed: { at, why: 'recovered' } });
    await auditClosed(tx, alert, at, { why: 'recovered' });
    return [alert.number];
  }
  if (alert.state !== 'open') return reopenIfWorse(tx, alert, observation);
  if (sameFindings(alert.observed, observation)) return [];
  await changeAlert(tx, alert.number, { observed: observation });
  return [alert.number];
}

/**
 * Who took an alert in hand, or silenced it, knew what it said then: with trouble of another sort it is open again, and
 * people are called again. Until then it keeps what it said, so that trouble which comes and goes calls once.
 */
async function reopenIfWorse(
  tx: Tx,
  alert: ObservationAlert,
  observation: EnvironmentObservation,
): Promise<readonly number[]> {
  const known = new Set(alert.observed.findings.map(({ code }) => code));
  const worse = observation.findings.filter(
    ({ kind, code }) => kind === findingKinds[alert.kind] && code !== 'degraded_restarts' && !known.has(code),
  );
  if (worse.length === 0) return [];
  const { project, environment, askedAt: at } = observation;
  const by = alert.snoozed?.by ?? alert.acknowledged?.by ?? '';
  await changeAlert(tx, alert.number, {
    ...{ state: 'open', acknowledged: null, observed: observation },
    snoozed: { by, at: alert.snoozed?.at ?? at, until: at },
  });
  await append(tx, {
    ...{ at, actor: system, action: 'alert.reopened', subject: `alert/${alert.number}` },
    key: `${alertName(alert.number)}/reopened/${at}`,
    data: { project, environment, codes: worse.map(({ code }) => code) },
  });
  return [alert.number];
}

/** What findings an alert is about. */
const findingKinds = { degraded: 'degraded', drifted: 'drifted', unseen: 'unknown' } as const;

/** Only changes: that all is well each minute is no event. */
async function auditState(
  tx: Tx,
  observation: EnvironmentObservation,
  before: EnvironmentObservation | undefined,
): Promise<void> {
  const { project, environment, release, version, state, findings, askedAt: at } = observation;
  const previous = before?.release === release ? before : undefined;
  if (previous?.state === state || (!previous && state === 'ok')) return;
  const place = `${project}/${environment}`;
  await append(tx, {
    ...{ at, actor: system, action: 'observation.changed', subject: `environment/${place}` },
    key: `observe/${place}/${release}/${at}`,
    data: { release, version, from: previous?.state ?? null, to: state, codes: findings.map(({ code }) => code) },
  });
}
