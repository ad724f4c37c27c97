import type { Ending } from '../release/release';
import type { JudgementAlertKind } from './alert';
import { type EvaluationFacts, findState, type StateVerdict } from './find-state';
import type { RetrainingRoom } from '../retraining/may-retrain';
import type { EvaluationState } from './evaluation';
import type { MonitoringPolicy } from './policy';
import type { EffectRuleId } from './rules';

/** What is on record about the version before this evaluation. */
export interface JudgementHistory {
  /** Breaches in a row: those of its newest counted evaluation. */
  readonly breaches: number;
  /** Windows in a row, up to now, that were inconclusive or insufficient when they were closed. */
  readonly unjudged: number;
  /** Whether the evaluation of the release before this one failed. */
  readonly failed: boolean;
}

export interface JudgeInput {
  readonly facts: EvaluationFacts;
  readonly policy: MonitoringPolicy;
  readonly history: JudgementHistory;
  /** The version of the rows serves in the environment now. */
  readonly serves: boolean;
  /** Kinds of the live alerts that are about this version. */
  readonly live: readonly JudgementAlertKind[];
  /** Absent: nothing is retrained. */
  readonly retraining?: { readonly start: 'ask' | 'automatic'; readonly room: RetrainingRoom };
}

export interface AlertStep {
  readonly kind: JudgementAlertKind;
  readonly step: 'raise' | 'update' | 'close';
}

export interface Verdict {
  readonly state: EvaluationState;
  /** With the details `rule` and `effects`: the rules by which it came out, and `held`: why nothing is retrained now. */
  readonly why: Ending;
  readonly counted: boolean;
  readonly breaches: number;
  readonly alerts: readonly AlertStep[];
  readonly next: 'nothing' | 'ask' | 'retrain';
}

/**
 * The decision about one evaluation: its state, whether it counts, the breach count, and what follows. Pure; the rules in
 * words are in `rules.ts`. A window counts when it is closed, once and for all: evaluations of it that come later are
 * shown, but what happens to a version never depends on when or how often somebody looked.
 */
export function judge(input: JudgeInput): Verdict {
  const found = findState(input.facts, input.policy);
  const again = input.facts.kind === 'window' && input.facts.again;
  const counted = isJudged(found.state) && !again;
  const breaches = counted ? countBreaches(found.state, input.history.breaches) : input.history.breaches;
  const alerts = input.serves ? findAlerts(input, found.state, again, breaches) : [];
  const decays = alerts.some(({ kind, step }) => kind === 'decay' && step !== 'close');
  const after = decays ? findNext(input.retraining) : nothingNext;
  const effects: EffectRuleId[] = [
    ...(again ? (['judged-again'] as const) : []),
    ...(input.serves ? [] : (['retired'] as const)),
    ...alerts.map(ruleOf),
    ...after.effects,
  ];
  return { state: found.state, why: explain(found, effects, after.held), counted, breaches, alerts, next: after.next };
}

function isJudged(state: EvaluationState): boolean {
  return state === 'ok' || state === 'warn' || state === 'breach';
}

function countBreaches(state: EvaluationState, before: number): number {
  if (state === 'breach') return before + 1;
  return state === 'ok' ? 0 : before;
}

function findAlerts(input: JudgeInput, state: EvaluationState, again: boolean, breaches: number): AlertStep[] {
  const { history, policy, live } = input;
  const alerts: AlertStep[] = [];
  const raise = (kind: JudgementAlertKind, due: boolean): void => {
    if (live.includes(kind)) alerts.push({ kind, step: 'update' });
    else if (due) alerts.push({ kind, step: 'raise' });
  };
  const close = (kind: JudgementAlertKind): void => {
    if (live.includes(kind)) alerts.push({ kind, step: 'close' });
  };
  if (state === 'failed') raise('failed', history.failed);
  else close('failed');
  if (isJudged(state) && input.facts.kind === 'window' && input.facts.newest) close('blind');
  if (again) return alerts;
  if (state === 'inconclusive' || state === 'insufficient') raise('blind', history.unjudged + 1 >= policy.consecutive);
  if (state === 'breach') raise('decay', breaches >= policy.consecutive);
  if (state === 'ok') close('decay');
  return alerts;
}

const nothingNext: Next = { next: 'nothing', effects: [] };

interface Next {
  readonly next: Verdict['next'];
  readonly effects: readonly EffectRuleId[];
  readonly held?: string;
}

function findNext(retraining: JudgeInput['retraining']): Next {
  if (retraining?.start !== 'automatic') return { next: 'ask', effects: ['people-decide'] };
  if (retraining.room.may) return { next: 'retrain', effects: ['retrains'] };
  return { next: 'nothing', effects: ['retraining-held'], held: retraining.room.why };
}

const stepWords = { raise: 'raised', update: 'goes-on', close: 'over' } as const;

function ruleOf({ kind, step }: AlertStep): EffectRuleId {
  return `${kind}-${stepWords[step]}`;
}

function explain({ rule, why }: StateVerdict, effects: readonly EffectRuleId[], held: string | undefined): Ending {
  const details = { ...why.details, rule, ...(effects.length === 0 ? {} : { effects: effects.join(' ') }) };
  return { code: why.code, details: held === undefined ? details : { ...details, held } };
}
