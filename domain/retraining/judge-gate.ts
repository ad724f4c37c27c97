import type { Interval } from '../monitoring/evaluation';
import type { ReasonDetails } from '../errors';

/** What was measured on the gate's rows, and what the policy asks for. */
export interface GateFacts {
  /** The label of the version that the candidate must beat. */
  readonly champion: string;
  readonly championKs?: number;
  readonly candidateKs?: number;
  readonly candidateDirection: 'higher' | 'lower' | 'none';
  readonly events: number;
  readonly nonEvents: number;
  /** KS of the candidate minus KS of the champion on the same rows, with its 95 % interval. */
  readonly difference?: number;
  readonly interval?: Interval;
  /** KS by which it must be better; equality is enough. */
  readonly margin: number;
  /** Events, and non-events, that it takes to compare at all. */
  readonly minimumEvents: number;
}

export interface GateAnswer {
  readonly better: boolean;
  readonly code: GateCode;
  readonly details: ReasonDetails;
}

export type GateCode =
  | 'gate_better'
  | 'gate_too_few_events'
  | 'gate_undefined'
  | 'gate_candidate_inverted'
  | 'gate_margin_not_reached'
  | 'gate_interval_spans_zero';

/** Differences of binary fractions: 0.47 - 0.45 must reach a margin of 0.02. */
const rounding = 1e-12;

/**
 * Whether a candidate is better than what serves. All of it must hold: both classes have enough rows, both KS are
 * defined, the candidate gives events the higher scores, the difference reaches the margin, and the lower bound of its
 * interval is above zero. The first that does not hold is the answer.
 */
export function judgeGate(facts: GateFacts): GateAnswer {
  const { champion, events, nonEvents, minimumEvents, margin, difference, interval, championKs, candidateKs } = facts;
  if (events < minimumEvents || nonEvents < minimumEvents)
    return no('gate_too_few_events', { events, nonEvents, minimum: minimumEvents });
  if (championKs === undefined || candidateKs === undefined || difference === undefined || interval === undefined)
    return no('gate_undefined', { champion });
  const [candidate, serving] = [figure(candidateKs), figure(championKs)];
  if (facts.candidateDirection !== 'higher') return no('gate_candidate_inverted', { champion, ks: candidate });
  const found = { champion, candidate, serving, difference: figure(difference) };
  if (difference < margin - rounding) return no('gate_margin_not_reached', { ...found, margin });
  const bounds = { low: figure(interval.low), high: figure(interval.high) };
  if (!(interval.low > 0)) return no('gate_interval_spans_zero', { ...found, ...bounds });
  return { better: true, code: 'gate_better', details: { ...found, ...bounds } };
}

function no(code: GateCode, details: ReasonDetails): GateAnswer {
  return { better: false, code, details };
}

function figure(value: number): string {
  return value.toFixed(3);
}
