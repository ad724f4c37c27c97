import type { Instant } from '../release/release';

/** decay: breaches in a row. failed: evaluations fail. blind: rows or outcomes are missing, so nobody can tell. */
export const alertKinds = ['decay', 'failed', 'blind'] as const;
export type AlertKind = (typeof alertKinds)[number];

export const alertStates = ['open', 'acknowledged', 'snoozed', 'closed'] as const;
export type AlertState = (typeof alertStates)[number];

/** What people see of evaluations that count against a version: `a9`, one live card. */
export interface Alert {
  readonly number: number;
  readonly project: string;
  readonly environment: string;
  readonly version: string;
  readonly kind: AlertKind;
  readonly state: AlertState;
  readonly revision: number;
  /** The evaluation that raised it. */
  readonly raisedBy: number;
  readonly raisedAt: Instant;
  readonly acknowledged?: { readonly by: string; readonly at: Instant };
  /** Silent until then; a further breach does not wake it, the end of the time does. */
  readonly snoozed?: { readonly by: string; readonly at: Instant; readonly until: Instant; readonly reason?: string };
  readonly closed?: {
    readonly at: Instant;
    readonly why: 'recovered' | 'replaced';
    readonly evaluation?: number;
    /** What served instead when it was closed as replaced, and since when. */
    readonly by?: string;
    readonly since?: Instant;
  };
}
