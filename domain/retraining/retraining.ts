import type { Actor } from '../actor';
import type { Digest } from '../digest';
import type { Interval } from '../monitoring/evaluation';
import type { MetricsFile } from '../package/evidence';
import type { TrainingSpec } from '../ports/trainer';
import type { Ending, Instant } from '../release/release';
import type { ModelCard } from './model-card';

/** collecting to registering are steps under way; the rest are endings. */
export const retrainingStates = [
  'collecting',
  'training',
  'checking',
  'comparing',
  'registering',
  'registered',
  'not_better',
  'failed',
  'cancelled',
] as const;
export type RetrainingState = (typeof retrainingStates)[number];

/** Where a retraining can go from each state. */
export const retrainingMoves: Readonly<Record<RetrainingState, readonly RetrainingState[]>> = {
  collecting: ['training', 'failed', 'cancelled'],
  training: ['checking', 'failed', 'cancelled'],
  checking: ['comparing', 'failed', 'cancelled'],
  comparing: ['registering', 'not_better', 'failed', 'cancelled'],
  registering: ['registered', 'failed'],
  registered: [],
  not_better: [],
  failed: [],
  cancelled: [],
};

/** The steps of an open retraining, in their order. */
export type RetrainingStep = Exclude<RetrainingState, 'registered' | 'not_better' | 'failed' | 'cancelled'>;

export function isRetrainingOpen(state: RetrainingState): state is RetrainingStep {
  return retrainingMoves[state].length > 0;
}

/** The logged rows that a candidate learns from, kept by digest in a place of their own. */
export interface TrainingDataset {
  /** SHA-256 of the canonical CSV: rows sorted by reference. */
  readonly digest: Digest;
  readonly rows: number;
  readonly events: number;
  /** Numbers of the windows that the rows are from; never the gate's. */
  readonly windows: readonly number[];
  readonly from: Instant;
  readonly to: Instant;
  /** Outcomes recorded by then are in it. */
  readonly asOf: Instant;
}

/** How far the trainer is, as it says itself. */
export interface RetrainingProgress {
  /** 0 … 1. */
  readonly share: number;
  readonly round?: number;
  readonly at: Instant;
}

/** Rows of the gate that the candidate, or the champion, may have learnt from. */
export interface Overlap {
  /** Gate rows whose inputs equal those of a row in the candidate's dataset. */
  readonly candidate: number;
  /** The same against the champion's dataset; absent when what it learnt from is not known to Steward. */
  readonly champion?: number;
}

/** One model on the gate's rows. */
export interface GateFigures {
  /** The version's label; absent for the candidate, which has none yet. */
  readonly version?: string;
  readonly ks?: number;
  readonly interval?: Interval;
  readonly auc?: number;
  readonly direction: 'higher' | 'lower' | 'none';
  /** `recorded`: the scores that production gave; `scored`: scored anew for this comparison. */
  readonly scores: 'recorded' | 'scored';
}

/** Candidate and the version that serves, on identical rows of the gate's window. Measured by Steward. */
export interface Comparison {
  readonly window: number;
  /** As the window was closed with. */
  readonly rowHash: Digest;
  /** Outcomes recorded by then are known. */
  readonly asOf: Instant;
  readonly rows: number;
  readonly events: number;
  readonly champion: GateFigures;
  readonly candidate: GateFigures;
  /** KS of the candidate minus KS of the champion, with its 95 % interval by the paired bootstrap. */
  readonly difference?: number;
  readonly interval?: Interval;
  readonly margin: number;
  readonly overlap: Overlap;
  readonly better: boolean;
  /** What decided: a code of the rule in domain/retraining/judge-gate.ts. */
  readonly why: Ending;
}

/** One attempt to make a better version from logged rows: `t5`. */
export interface Retraining {
  readonly number: number;
  readonly project: string;
  readonly environment: string;
  readonly requester: Actor;
  readonly reason?: string;
  /** The alert that led to it. */
  readonly alert?: number;
  readonly requestedAt: Instant;
  readonly state: RetrainingState;
  readonly revision: number;
  readonly policyHash: Digest;
  readonly gateWindow?: number;
  readonly dataset?: TrainingDataset;
  readonly spec?: TrainingSpec;
  readonly progress?: RetrainingProgress;
  readonly candidate?: {
    readonly packageDigest: Digest;
    readonly bytes: number;
    /** What its package declares. */
    readonly metrics?: MetricsFile;
  };
  readonly comparison?: Comparison;
  /** The registered version's label. */
  readonly version?: string;
  /** The release that was asked for; absent where another one was open. */
  readonly release?: number;
  /** Of the registered version. */
  readonly modelCard?: ModelCard;
  readonly cancelRequested?: { readonly by: string; readonly at: Instant };
  readonly ending?: Ending;
  readonly endedAt?: Instant;
}
