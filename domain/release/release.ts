import type { Actor } from '../actor';
import type { Digest } from '../digest';
import type { MeasuredKs } from '../monitoring/measured-ks';
import type { DeclaredMetric } from '../package/manifest';
import type { TargetEndpoint } from '../ports/target';
import type { ServerSpec } from '../project';
import type { ReasonCode } from '../reasons';
import type { ReleaseState } from './states';
import type { ReleaseStep, StepState } from './steps';

/** A time as ISO 8601 in UTC, as it goes through workflows and JSON. */
export type Instant = string;

export interface StepRecord {
  readonly step: ReleaseStep;
  readonly state: StepState;
  /** One line for people: what was done or what is awaited. */
  readonly detail?: string;
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
}

/** What Check found; everything a decider needs besides the digests. */
export interface ReleaseEvidence {
  readonly contract: {
    readonly breaking: readonly string[];
    readonly changes: readonly string[];
    readonly inputs: number;
  };
  /** How many golden rows will be scored in Verify; 0: "scores not verified", probe rows are made from the contract. */
  readonly goldenRows: number;
  readonly declaredMetrics: readonly DeclaredMetric[];
  readonly notes: readonly string[];
  /** What served when Check looked, and its newest judgement that counted. */
  readonly served?: { readonly version: string; readonly measured?: MeasuredKs };
}

/** One person's decision that counted. */
export interface Decision {
  readonly verb: 'approve' | 'reject';
  readonly person: string;
  readonly reason: string;
  readonly clickedAt: Instant;
  readonly decidedAt: Instant;
}

export interface ServingRecord {
  readonly release: number;
  readonly version: string;
  readonly packageDigest: Digest;
  readonly imageDigest: Digest;
  readonly since: Instant;
}

/** Why a release ended as it did; the sentence and cure come from the reason table. */
export interface Ending {
  readonly code: ReasonCode;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** One release as PostgreSQL holds it: what cards, status and decisions are made from. */
export interface Release {
  readonly number: number;
  readonly project: string;
  readonly environment: string;
  readonly kind: 'deploy' | 'rollback';
  readonly version: string;
  readonly packageDigest: Digest;
  readonly requester: Actor;
  /** The version's modeller: a directory object id. */
  readonly modeller: string;
  readonly reason?: string;
  readonly requestedAt: Instant;
  readonly state: ReleaseState;
  /** 1, and one more for each `retry`; part of the keys of effects. */
  readonly attempt: number;
  /** Counts up with every change; a card carries the revision that it was rendered from. */
  readonly revision: number;
  readonly steps: readonly StepRecord[];
  readonly evidence?: ReleaseEvidence;
  readonly image?: {
    readonly digest: Digest;
    readonly bytes: number;
    readonly base: string;
    /** What starts its model server, by the rule that gave the base; absent: TensorFlow Serving, or the target's own. */
    readonly server?: ServerSpec;
  };
  readonly plan?: { readonly digest: Digest; readonly lines: readonly string[] };
  /** What served when the plan was made; Switch expects it. */
  readonly previous?: ServingRecord;
  readonly approval?: {
    /** SHA-256 of what deciders are shown; the characters typed after `approve r17` are of this. */
    readonly shown: Digest;
    readonly quorum: number;
    readonly approvers: readonly string[];
    readonly openedAt: Instant;
    readonly expiresAt: Instant;
    readonly policyHash: Digest;
    readonly decisions: readonly Decision[];
  };
  readonly supersededBy?: number;
  readonly cancelRequested?: { readonly by: string; readonly at: Instant };
  /** Somebody asked by name that what others manage of the environment's objects on its target becomes ours. */
  readonly takeOver?: { readonly by: string; readonly at: Instant; readonly reason: string };
  readonly ending?: Ending;
  readonly endedAt?: Instant;
  readonly endpoint?: TargetEndpoint;
  /** Rows scored in Verify and the largest difference from the golden scores; measured by Steward. */
  readonly verified?: { readonly rows: number; readonly golden: boolean; readonly maxDifference: number };
}

/** What the engine runs for a release: each attempt is a run of its own. */
export function runOf({
  number,
  attempt,
  project,
  environment,
}: Pick<Release, 'number' | 'attempt' | 'project' | 'environment'>) {
  return { release: number, attempt, project, environment };
}
