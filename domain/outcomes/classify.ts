import type { Instant } from '../release/release';
import type { GivenOutcome } from './import';
import { sameOutcome } from './value';

/** What becomes of one delivered outcome. The first three are kept. */
export const outcomeFates = [
  'accepted',
  'unmatched',
  'corrected',
  'repeated',
  'contradicting',
  'early',
  'future',
] as const;
export type OutcomeFate = (typeof outcomeFates)[number];

/** What is on record about a reference in the project. */
export interface ReferenceFacts {
  /** Its newest outcome. */
  readonly known?: Pick<GivenOutcome, 'value' | 'observedAt'>;
  /** When its earliest row was scored, over all environments. */
  readonly firstScoredAt?: Instant;
}

export interface DeliveryRules {
  /** Outcomes that differ from what is known are corrections of it. */
  readonly correct: boolean;
  readonly now: Instant;
}

/** Clocks of others may be so far ahead of ours. */
export const clockToleranceMs = 5 * 60_000;

/**
 * The rules in their order (the table is in docs/outcomes.md). A known outcome that was observed before its row was scored,
 * which can only have come before the row, does not count: it neither repeats nor contradicts anything. So the order in
 * which rows and outcomes come makes no difference to what is known once all came again after the rows.
 */
export function classifyOutcome(given: GivenOutcome, facts: ReferenceFacts, rules: DeliveryRules): OutcomeFate {
  const { firstScoredAt } = facts;
  const known = facts.known && !isBefore(facts.known.observedAt, firstScoredAt) ? facts.known : undefined;
  if (known && sameOutcome(known.value, given.value)) return 'repeated';
  if (Date.parse(given.observedAt) > Date.parse(rules.now) + clockToleranceMs) return 'future';
  if (isBefore(given.observedAt, firstScoredAt)) return 'early';
  if (known) return rules.correct ? 'corrected' : 'contradicting';
  return firstScoredAt === undefined ? 'unmatched' : 'accepted';
}

function isBefore(time: Instant, other: Instant | undefined): boolean {
  return other !== undefined && Date.parse(time) < Date.parse(other);
}
