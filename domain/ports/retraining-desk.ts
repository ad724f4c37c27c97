import type { Actor } from '../actor';
import type { Instant } from '../release/release';

/** What somebody, or Steward itself, asks for. */
export interface RetrainingRequest {
  readonly project: string;
  readonly environment: string;
  readonly requester: Actor;
  readonly reason?: string;
  /** The number of the alert that led to it. */
  readonly alert?: number;
  /** Where its card goes; absent: the project's home. */
  readonly conversationId?: string;
  readonly requestedAt: Instant;
}

/** Where retrainings are asked for, and taken back. Refusals are StewardErrors. */
export interface RetrainingDesk {
  /** Opens a retraining and has it started. Asked again while one is open in the environment, answers with that one. */
  open(
    request: RetrainingRequest,
  ): Promise<{ readonly retraining: number; readonly outcome: 'opened' | 'open-already' }>;
  /** Asks it to stop; its workflow ends it. */
  cancel(retraining: number, by: Actor, at: Instant, reason?: string): Promise<void>;
}
