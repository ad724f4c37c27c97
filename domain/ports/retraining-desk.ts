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

/** Whether a retraining could be opened now. `why` is a whole sentence with its cure. */
export type RetrainingRoom = { readonly may: true } | { readonly may: false; readonly why: string };

/** Where retrainings are asked for, taken back, and asked about. Refusals are StewardErrors. */
export interface RetrainingDesk {
  /** Opens a retraining and has it started. Asked again while one is open in the environment, answers with that one. */
  open(
    request: RetrainingRequest,
  ): Promise<{ readonly retraining: number; readonly outcome: 'opened' | 'open-already' }>;
  /** Ends it at once (`ended`), or asks the running one to stop (`asked`). */
  cancel(retraining: number, by: Actor, at: Instant, reason?: string): Promise<'ended' | 'asked'>;
  room(project: string, environment: string, now: Instant): Promise<RetrainingRoom>;
}
