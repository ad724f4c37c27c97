import type { Actor } from '../domain/actor';
import type { Digest } from '../domain/digest';
import { alertName } from '../domain/ids';
import { type Alert, isJudgementAlert, type JudgementAlert } from '../domain/monitoring/alert';
import type { Evaluation, EvaluationResult, Window } from '../domain/monitoring/evaluation';
import type { EvaluationFacts } from '../domain/monitoring/find-state';
import { type AlertStep, judge, type JudgeInput, type Verdict } from '../domain/monitoring/judge';
import type { MonitoringPolicy } from '../domain/monitoring/policy';
import type { Instant } from '../domain/release/release';
import { changeAlert, insertAlert, listLiveAlerts, lockAlert } from './alerts';
import { append } from './audit';
import type { Tx } from './database';
import { drawEvaluationNumber, insertEvaluation } from './evaluations';
import { readHistory } from './judgement-history';
import { lockScored } from './row-ranges';
import { findServing } from './servings';
import { auditClosed, settleAlerts } from './settle-alerts';

/** An evaluation as it was computed, before it is judged. */
export interface FoundEvaluation {
  readonly project: string;
  readonly environment: string;
  readonly release: number;
  readonly version: string;
  readonly cause: Evaluation['cause'];
  readonly askedBy?: string;
  readonly policy: MonitoringPolicy;
  readonly policyHash: Digest;
  readonly retraining?: NonNullable<JudgeInput['retraining']>;
  readonly asOf: Instant;
  readonly facts: EvaluationFacts;
  readonly window?: Window;
  readonly result?: EvaluationResult;
  readonly evaluatedAt: Instant;
}

const system: Actor = { kind: 'system' };

/**
 * Judges what was found and writes all that follows in the caller's transaction: the evaluation, the alerts, the audit
 * rows. Evaluations of an environment come one after the other, so that each knows the one before it.
 */
export async function recordEvaluation(tx: Tx, found: FoundEvaluation): Promise<Evaluation> {
  const { project, environment, release, version } = found;
  await lockScored(tx, project, environment);
  await settleAlerts(tx, project, environment, found.evaluatedAt);
  const serving = await findServing(tx, project, environment);
  const live = (await listLiveAlerts(tx, project, environment)).filter(
    (alert): alert is JudgementAlert => isJudgementAlert(alert) && alert.version === version,
  );
  const verdict = judge({
    facts: found.facts,
    policy: found.policy,
    history: await readHistory(tx, { project, environment, release, version }),
    serves: serving?.version === version,
    live: live.map(({ kind }) => kind),
    ...(found.retraining ? { retraining: found.retraining } : {}),
  });
  const evaluation = toEvaluation(await drawEvaluationNumber(tx), found, verdict);
  await insertEvaluation(tx, evaluation);
  const changed: ChangedAlert[] = [];
  for (const step of verdict.alerts) changed.push(await takeAlertStep(tx, evaluation, step, live));
  await writeAudit(tx, evaluation, found, changed);
  return evaluation;
}

function toEvaluation(number: number, found: FoundEvaluation, verdict: Verdict): Evaluation {
  const { project, environment, release, version, cause, askedBy, window, result } = found;
  const { code, details } = verdict.why;
  return {
    ...{ number, project, environment, release, version, cause },
    ...(window === undefined ? {} : { window }),
    ...(askedBy === undefined ? {} : { askedBy }),
    ...(result === undefined ? {} : { result }),
    state: verdict.state,
    counted: verdict.counted,
    breaches: verdict.breaches,
    why: { code, details: { ...details, ...(verdict.next === 'nothing' ? {} : { next: verdict.next }) } },
    policyHash: found.policyHash,
    asOf: found.asOf,
    evaluatedAt: found.evaluatedAt,
  };
}

interface ChangedAlert extends AlertStep {
  readonly number: number;
}

async function takeAlertStep(
  tx: Tx,
  evaluation: Evaluation,
  { kind, step }: AlertStep,
  live: readonly Alert[],
): Promise<ChangedAlert> {
  const { number: raisedBy, project, environment, version, evaluatedAt: at } = evaluation;
  if (step === 'raise') {
    const number = await insertAlert(tx, { project, environment, version, kind, raisedBy, raisedAt: at });
    return { kind, step, number };
  }
  const { number } = await lockAlert(tx, live.find((alert) => alert.kind === kind)!.number);
  const closed = { at, why: 'recovered', evaluation: evaluation.number } as const;
  await changeAlert(tx, number, step === 'close' ? { state: 'closed', closed } : {});
  return { kind, step, number };
}

async function writeAudit(
  tx: Tx,
  evaluation: Evaluation,
  found: FoundEvaluation,
  changed: readonly ChangedAlert[],
): Promise<void> {
  const { project, environment, version, window, evaluatedAt: at } = evaluation;
  const place = `${project}/${environment}`;
  if (found.facts.kind === 'window' && !found.facts.again && window)
    await append(tx, {
      ...{ at, actor: system, action: 'window.closed', subject: `window/${place}/${window.number}` },
      key: `monitor/${place}/${window.number}`,
      data: {
        ...{ release: window.release, version, rows: window.rows, rowHash: window.rowHash, cut: window.cut },
        ...{ from: window.fromAt, to: window.toAt },
      },
    });
  if (evaluation.counted && window)
    await append(tx, {
      ...{ at, actor: system, action: 'evaluation.counted', subject: `window/${place}/${window.number}` },
      key: `monitor/${place}/${window.number}/counted`,
      data: {
        ...{ evaluation: evaluation.number, version, state: evaluation.state, breaches: evaluation.breaches },
        ...{ ks: evaluation.result?.ks ?? null, auc: evaluation.result?.auc ?? null, asOf: evaluation.asOf },
        ...{ judged: evaluation.result?.judged ?? 0, events: evaluation.result?.events ?? 0, policy: found.policyHash },
      },
    });
  for (const { number, kind, step } of changed)
    if (step === 'raise')
      await append(tx, {
        ...{
          at,
          actor: system,
          action: 'alert.raised',
          subject: `alert/${number}`,
          key: `${alertName(number)}/raised`,
        },
        data: { kind, project, environment, version, evaluation: evaluation.number, code: evaluation.why.code },
      });
    else if (step === 'close')
      await auditClosed(tx, { number, kind, project, environment, version }, at, {
        why: 'recovered',
        evaluation: evaluation.number,
      });
}
