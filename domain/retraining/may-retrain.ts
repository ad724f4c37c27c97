import { durationText } from '../duration-text';
import type { ReasonDetails } from '../errors';
import { retrainingName } from '../ids';
import type { Instant } from '../release/release';
import type { RetrainingPolicy } from './policy';

/** What PostgreSQL says of an environment when somebody wants a retraining there. */
export interface RetrainingFacts {
  readonly project: string;
  readonly environment: string;
  readonly now: Instant;
  /** Of the applied project file; absent: nothing is retrained. */
  readonly policy: RetrainingPolicy | undefined;
  readonly serving: boolean;
  /** The number of the open one. */
  readonly open?: number;
  /** Windows that were closed there so far. */
  readonly windows: number;
  /** The newest attempt whose trainer was started, once it has ended. */
  readonly last?: { readonly number: number; readonly endedAt: Instant };
  /** When trainers were started there, newest first, over all versions. */
  readonly spent: readonly Instant[];
}

export type RetrainingPermission =
  | { readonly may: true; readonly policy: RetrainingPolicy }
  | {
      readonly may: false;
      readonly code: RefusalCode;
      readonly details: ReasonDetails;
      /** When time alone makes it possible; absent where something else has to happen. */
      readonly possibleAt?: Instant;
    };

/** The same for people; `why` is a whole sentence with its cure. */
export type RetrainingRoom = { readonly may: true } | { readonly may: false; readonly why: string };

type RefusalCode =
  | 'retraining_not_configured'
  | 'retraining_nothing_serving'
  | 'retraining_open'
  | 'retraining_no_gate'
  | 'retraining_cool_down'
  | 'retraining_budget_spent';

/** One window to compare on, which nobody may learn from, and one to learn from. */
const windowsNeeded = 2;

/**
 * Whether a retraining may be opened now; the same for people and for Steward itself. Cool-down and budget count the
 * attempts whose trainer was started, whatever became of them and whichever version served: an attempt that ended
 * before that cost nothing.
 */
export function mayRetrain(facts: RetrainingFacts): RetrainingPermission {
  const { policy, project, environment } = facts;
  if (!policy) return { may: false, code: 'retraining_not_configured', details: { project } };
  if (facts.open !== undefined)
    return { may: false, code: 'retraining_open', details: { retraining: retrainingName(facts.open), environment } };
  if (!facts.serving) return { may: false, code: 'retraining_nothing_serving', details: { environment } };
  if (facts.windows < windowsNeeded)
    return {
      may: false,
      code: 'retraining_no_gate',
      details: { environment, windows: facts.windows, needed: windowsNeeded },
    };
  return refuseForTime(facts, policy) ?? { may: true, policy };
}

function refuseForTime(facts: RetrainingFacts, policy: RetrainingPolicy): RetrainingPermission | undefined {
  const { environment, last, now, spent } = facts;
  const coolAt = last && later(last.endedAt, policy.coolDownMs);
  if (last && coolAt !== undefined && coolAt > now)
    return {
      may: false,
      code: 'retraining_cool_down',
      details: { environment, last: retrainingName(last.number), at: timeText(coolAt) },
      possibleAt: coolAt,
    };
  const { attempts, withinMs } = policy.budget;
  const oldest = spent[attempts - 1];
  const freeAt = oldest === undefined ? undefined : later(oldest, withinMs);
  if (freeAt === undefined || freeAt <= now) return undefined;
  return {
    may: false,
    code: 'retraining_budget_spent',
    details: { environment, attempts, within: durationText(withinMs), at: timeText(freeAt) },
    possibleAt: freeAt,
  };
}

function later(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString();
}

/** `2026-11-23 18:09 UTC`. */
function timeText(instant: Instant): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}
