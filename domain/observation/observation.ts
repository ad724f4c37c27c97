import type { ReasonCode } from '../reasons';
import type { Instant } from '../release/release';
import type { Inspection } from './inspection';

/** `unknown`: the target could not be asked. */
export const observationStates = ['ok', 'degraded', 'drifted', 'unknown'] as const;
export type ObservationState = (typeof observationStates)[number];

/** One thing that is not as it should be. */
export interface Finding {
  readonly kind: 'degraded' | 'drifted' | 'unknown';
  readonly code: ReasonCode;
  readonly details: Readonly<Record<string, string | number>>;
}

/** What is known of an environment that serves, after a look: the record of it, one for each environment. */
export interface EnvironmentObservation {
  readonly project: string;
  readonly environment: string;
  /** What should have the traffic, by our own record. */
  readonly release: number;
  readonly version: string;
  readonly state: ObservationState;
  readonly since: Instant;
  /** Why the state is what it is; empty for `ok`. */
  readonly findings: readonly Finding[];
  /** Whether the last look that saw something saw trouble: once is no state yet. */
  readonly troubled: boolean;
  readonly askedAt: Instant;
  /** The last that was seen, and when; absent: nothing since it serves. */
  readonly seen?: Inspection;
  readonly seenAt?: Instant;
  /** Between the last two looks that saw something; absent: no gateway could be asked. */
  readonly answered?: Answered;
}

export interface Answered {
  readonly answers: number;
  readonly errors: number;
}
