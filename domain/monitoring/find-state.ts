import type { Ending } from '../release/release';
import type { EvaluationResult, EvaluationState } from './evaluation';
import type { Waiting } from './open-window';
import type { MonitoringPolicy } from './policy';
import { type StateRuleId, stateRules } from './rules';

/** What an evaluation found. */
export type EvaluationFacts =
  /** It broke off, for this reason. */
  | { readonly kind: 'failed'; readonly why: Ending }
  | { readonly kind: 'waiting'; readonly waiting: Waiting }
  | WindowFacts;

/** A window that this evaluation closes, or one that was closed before. */
export interface WindowFacts {
  readonly kind: 'window';
  readonly window: number;
  readonly result: EvaluationResult;
  /** It was evaluated before. */
  readonly again: boolean;
  /** The newest closed window of its version. */
  readonly newest: boolean;
}

export interface StateVerdict {
  readonly state: EvaluationState;
  readonly rule: StateRuleId;
  readonly why: Ending;
}

interface Finding {
  readonly rule: StateRuleId;
  readonly why: Ending;
}

/** More invalid scores than this share of the rows, and nothing can be said of the rest. */
const mostInvalid = 0.01;
/** The same for answers of its time that are missing from the record, of all answers. */
const mostLost = 0.01;

/** The first of the state rules that applies. */
export function findState(facts: EvaluationFacts, policy: MonitoringPolicy): StateVerdict {
  const finding = findingOf(facts, policy);
  const { state } = stateRules.find(({ id }) => id === finding.rule)!;
  return { state, ...finding };
}

function findingOf(facts: EvaluationFacts, policy: MonitoringPolicy): Finding {
  if (facts.kind === 'failed') return { rule: 'failed', why: facts.why };
  if (facts.kind === 'waiting') return findWaiting(facts.waiting);
  const { window, result } = facts;
  return findUnreliable(window, result) ?? findTooFew(window, result, policy) ?? findBySeparation(facts, policy);
}

function findWaiting(waiting: Waiting): Finding {
  const { rows } = waiting;
  switch (waiting.for) {
    case 'rows':
      return { rule: 'waits-for-rows', why: { code: 'rows_awaited', details: { rows, needed: waiting.needed } } };
    case 'period':
      return { rule: 'waits-for-rows', why: { code: 'period_awaited', details: { rows, at: waiting.at } } };
    case 'maturity':
      return { rule: 'waits-for-maturity', why: { code: 'maturity_awaited', details: { rows, at: waiting.at } } };
    case 'outcomes': {
      const shares = { coverage: percent(waiting.coverage), needed: percent(waiting.needed) };
      const details = { rows, coverage: shares.coverage, needed: shares.needed, at: waiting.at };
      return { rule: 'waits-for-outcomes', why: { code: 'outcomes_awaited', details } };
    }
  }
}

function findUnreliable(window: number, { lost, invalid, rows }: EvaluationResult): Finding | undefined {
  if (lost > mostLost * (rows + lost))
    return { rule: 'rows-lost', why: { code: 'rows_lost', details: { window, lost, rows } } };
  if (invalid > mostInvalid * rows)
    return { rule: 'scores-unusable', why: { code: 'scores_unusable', details: { window, invalid, rows } } };
  return undefined;
}

function findTooFew(window: number, result: EvaluationResult, policy: MonitoringPolicy): Finding | undefined {
  const { rows, judged, events, nonEvents } = result;
  if (result.coverage < policy.coverage) {
    const details = { window, rows, coverage: percent(result.coverage), needed: percent(policy.coverage) };
    return { rule: 'outcomes-missing', why: { code: 'outcomes_missing', details } };
  }
  if (result.ks === undefined)
    return { rule: 'class-missing', why: { code: 'class_missing', details: { window, judged } } };
  if (Math.min(events, nonEvents) >= policy.minimumEvents) return undefined;
  const details = { window, events, nonEvents, needed: policy.minimumEvents };
  return { rule: 'events-few', why: { code: 'events_few', details } };
}

/** By the signed KS: a model whose events score lower is as bad as its KS is high. */
function findBySeparation({ window, result }: WindowFacts, policy: MonitoringPolicy): Finding {
  const { judged, direction, topTie } = result;
  const { threshold, consecutive } = policy;
  const ks = direction === 'lower' ? -(result.ks ?? 0) : (result.ks ?? 0);
  const limit = addMargin(threshold, policy.margin);
  if (ks < threshold) {
    if (topTie === 1)
      return { rule: 'scores-equal', why: { code: 'judged_equal', details: { window, judged, ks, threshold } } };
    if (direction === 'lower') {
      const details = { window, judged, ks: figure(-ks, threshold), threshold };
      return { rule: 'inverted', why: { code: 'judged_inverted', details } };
    }
    const details = { window, judged, ks: figure(ks, threshold), threshold, consecutive };
    return { rule: 'below', why: { code: 'judged_breach', details } };
  }
  if (ks < limit) {
    const details = { window, judged, ks: figure(ks, limit), threshold, limit };
    return { rule: 'close', why: { code: 'judged_close', details } };
  }
  return { rule: 'ok', why: { code: 'judged_ok', details: { window, judged, ks: figure(ks, limit), limit } } };
}

/** 0.45 + 0.02 is 0.47 here, as people read it, and not the double beside it. */
function addMargin(threshold: number, margin: number): number {
  return Number((threshold + margin).toPrecision(12));
}

/** Four digits, and more where four would hide on which side of `limit` it lies. */
function figure(value: number, limit: number): number {
  for (let digits = 4; digits < 17; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.sign(rounded - limit) === Math.sign(value - limit)) return rounded;
  }
  return value;
}

/** Rounded down to a tenth, so that it never reads as enough when it is not. */
function percent(share: number): number {
  return Math.floor(Number((share * 1000).toPrecision(12))) / 10;
}
