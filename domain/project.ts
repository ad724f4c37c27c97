import type { Call, ValueType } from './package/contract';
import type { MonitoringPolicy } from './monitoring/policy';
import type { BaseImage } from './ports/builder';
import type { RetrainingPolicy } from './retraining/policy';
import type { RecordingPolicy } from './scoring/recording';

/** What a person may be in a project; what each role may do is in `permissions.ts`. */
export const roles = ['modeller', 'leader', 'operator', 'auditor', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** What the project says about one input beyond, or against, its packages. */
export interface InputOverride {
  readonly type?: ValueType;
  readonly categories?: readonly string[];
}

/** The part of the contract that the project fixes for all its packages; it wins over what a package says. */
export interface ContractOverrides {
  /** The column that later says what became true, and the value that counts as the event, as text (`BAD`, `1`). */
  readonly outcome: { readonly name: string; readonly event: string };
  /** By input name. */
  readonly inputs?: Readonly<Record<string, InputOverride>>;
  readonly call?: Call;
}

/** Who may decide on a release: everybody with a role, or one person by directory object id. */
export type Approver =
  { readonly kind: 'role'; readonly role: Role } | { readonly kind: 'person'; readonly objectId: string };

export interface ApprovalPolicy {
  readonly approvers: readonly Approver[];
  /** How many different people must approve a release that a person asked for. */
  readonly quorum: number;
  /** The same for a release that the system asked for. */
  readonly quorumForSystem: number;
  /** From posting the approval to its end without a decision, in milliseconds. */
  readonly expiryMs: number;
}

/** What runs serving images in an environment. */
export type TargetSpec = { readonly kind: 'local' };

export interface Environment {
  readonly target: TargetSpec;
  /** A verified release here makes its version the champion. Exactly one environment of a project leads. */
  readonly leading: boolean;
  readonly policy: ApprovalPolicy;
  /** Absent: what `recordingOf` says. */
  readonly recording?: RecordingPolicy;
}

/** One rule for the base image that a model is appended to; the first rule of the list that fits is taken. */
export interface BaseRule {
  readonly base: BaseImage;
}

/** The applied project file: validated as a whole, defaults filled in, people as directory object ids (lower case). */
export interface ProjectFile {
  /** Lower-case letters, digits and `-`; part of workflow ids, addresses and model names. */
  readonly project: string;
  readonly description?: string;
  readonly contract: ContractOverrides;
  /** Directory object id → name for people to read; the id alone is the identity. */
  readonly people: Readonly<Record<string, string>>;
  /** Directory object ids by role; `viewer` may be everyone of the allowed tenants. */
  readonly roles: Readonly<Record<Exclude<Role, 'viewer'>, readonly string[]>> & {
    readonly viewer: readonly string[] | 'everyone';
  };
  readonly environments: Readonly<Record<string, Environment>>;
  readonly serving: { readonly bases: readonly BaseRule[] };
  /** Absent: nothing is judged. */
  readonly monitoring?: MonitoringPolicy;
  /** Absent: nothing is retrained. */
  readonly retraining?: RetrainingPolicy;
}

/** The name of the environment whose verified releases make champions. */
export function leadingEnvironment(file: ProjectFile): string {
  const leading = Object.keys(file.environments).find((name) => file.environments[name]?.leading);
  if (leading === undefined) throw new RangeError(`project ${file.project} has no leading environment`);
  return leading;
}
