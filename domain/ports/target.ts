import type { Digest } from '../digest';
import type { Inspection } from '../observation/inspection';
import type { ReasonCode } from '../reasons';
import type { Call, Contract } from '../package/contract';
import type { PackageManifest, SignatureSpec } from '../package/manifest';
import type { ServerSpec } from '../project';
import type { RecordingPolicy } from '../scoring/recording';

export interface EnvironmentRef {
  readonly project: string;
  readonly environment: string;
}

/** What identifies one staged or serving model on a target: the release that put it there. */
export interface DeploymentRef extends EnvironmentRef {
  readonly release: number;
}

/** What an environment should serve, by our own record. */
export interface InspectRequest extends DeploymentRef {
  readonly image: Digest;
}

export interface StageRequest extends DeploymentRef {
  /** The version's label (`v4`), for the plan's words and the target's listings; never identity. */
  readonly label: string;
  readonly image: Digest;
  /** As `PublishedImage.reference`. */
  readonly reference: string;
  /** Directory of the model in the image (`versionDirectory(packageDigest)`). */
  readonly versionDirectory: string;
  readonly packageDigest: Digest;
  /** What the gateway beside the model needs to tell rows and scores apart, and how it keeps them. */
  readonly contract: Contract;
  readonly call: Call;
  readonly recording: RecordingPolicy;
  /** Of the image's base; absent: TensorFlow Serving, or what the target itself runs models with. */
  readonly server?: ServerSpec;
  /** Given when somebody asked that what others manage of the environment's objects becomes ours; a plan says what. */
  readonly takeOver?: TakeOver;
}

/** What others manage is taken over as far as these lines of the plan say it, and no further. */
export interface TakeOver {
  readonly planned: readonly string[];
}

export interface TargetPlan {
  /** What would change, line by line, for people; also what `digest` is computed over. */
  readonly lines: readonly string[];
  readonly digest: Digest;
}

export type Observation =
  | { readonly state: 'absent' }
  | { readonly state: 'starting'; readonly detail: string }
  | { readonly state: 'ready'; readonly image: Digest; readonly versionDirectory: string }
  /** `detail` is a whole sentence; it may be tried again by itself and become ready later. */
  | { readonly state: 'failed'; readonly code: ReasonCode; readonly detail: string };

export interface ServingObservation {
  readonly release: number;
  readonly label: string;
  readonly image: Digest;
}

export interface TargetEndpoint {
  /** Stable over releases, with the model's path: `http://127.0.0.1:8090/hmeq/production/v1/models/hmeq`. */
  readonly address: string;
  /** One line that works as it stands when pasted into a shell. */
  readonly curl: string;
}

export interface ScoreRow {
  readonly inputs: Readonly<Record<string, number | string | null>>;
}

/** What runs serving images. Every method may be called again with the same arguments and then changes nothing more. */
export interface Target {
  /** Milliseconds that a staged model may take to become ready. */
  readonly readyWithin: number;
  /** Why this target cannot run the model, by name of what is missing; undefined when it can. */
  supports(
    manifest: PackageManifest,
  ): { readonly code: ReasonCode; readonly details: Record<string, string> } | undefined;
  /** Reads only. */
  plan(request: StageRequest): Promise<TargetPlan>;
  /** Starts the image without traffic; returns when the target accepted it, not when it is ready. */
  stage(request: StageRequest): Promise<void>;
  observe(deployment: DeploymentRef): Promise<Observation>;
  /**
   * Scores rows on the deployment itself, marked as a probe, whether or not traffic reaches it. One number a row, in
   * order. The contract tells how each input is written, the signature how deep each value of a `named` row lies. Throws
   * `scoring_refused` or `scoring_answer_unexpected` when the model's answer is not scores.
   */
  probe(
    deployment: DeploymentRef,
    call: Call,
    contract: Contract,
    rows: readonly ScoreRow[],
    signature?: SignatureSpec,
  ): Promise<readonly number[]>;
  /**
   * Sends the environment's traffic to the deployment if `expectedPrevious` (a release number, or undefined for none)
   * has it now, or if the deployment has it already; a target that lost what had it may take that for nobody; throws `switch_conflict` otherwise, and `switch_not_ready` for a
   * deployment that is not ready to answer. `takeOver` as for `stage`.
   */
  switchTo(deployment: DeploymentRef, expectedPrevious: number | undefined, takeOver?: TakeOver): Promise<void>;
  /** Removes a deployment that has no traffic, absent or not; throws `withdraw_serving` for one that has. */
  withdraw(deployment: DeploymentRef): Promise<void>;
  /** What has the traffic now. */
  serving(environment: EnvironmentRef): Promise<ServingObservation | undefined>;
  /**
   * What can be seen of an environment's traffic now, beside what Steward applied for the release that should have it.
   * Reads only, asks each gateway for `/-/counters` as far as it can be reached, and never waits for anything to become
   * better. What is missing or was changed by somebody is a difference of what is returned, never an error; it throws only
   * when the target cannot be asked. Called each minute for every environment: a few short requests, no more.
   */
  inspect(serving: InspectRequest): Promise<Inspection>;
  /** Every deployment the target holds for the environment. */
  deployments(environment: EnvironmentRef): Promise<readonly DeploymentRef[]>;
  endpoint(environment: EnvironmentRef, manifest: PackageManifest): Promise<TargetEndpoint>;
}
