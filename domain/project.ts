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

/** A namespace of a Kubernetes or OpenShift cluster, and what each release gets there. */
export interface KubernetesSpec {
  readonly kind: 'kubernetes';
  readonly namespace: string;
  /** Of the kubeconfig; absent: its current one, or the cluster that Steward runs in. */
  readonly context?: string;
  /** Pods of a release. */
  readonly replicas: number;
  /** Of each model server, as Kubernetes writes quantities (`500m`, `1Gi`). */
  readonly resources: { readonly cpu: string; readonly memory: string };
  /** Secret that images are pulled with. */
  readonly pullSecret?: string;
  /** Secret with `database-url`: PostgreSQL, as the role that may only add scored rows. */
  readonly recorderSecret: string;
  /** Networks (CIDR) that the API server reaches Pods from, where the cluster's network rules do not let it through anyway. */
  readonly probesFrom: readonly string[];
  /** What the rows that wait for PostgreSQL may take in each Pod. */
  readonly spoolMegabytes: number;
  /** Present: a Route with TLS at the cluster's edge leads clients from outside to the environment's Service. */
  readonly route?: { /** Absent: the cluster gives one. */ readonly host?: string };
  /** Present: images are kept in the cluster's own registry, and nodes pull them by what this ImageStream says. */
  readonly imageStream?: true;
}

/** A server with a Docker daemon, and what each release gets there. */
export interface DockerSpec {
  readonly kind: 'docker';
  /** Of the server; the environment's one address. */
  readonly port: number;
  /** IP address of the server that the port is published on. */
  readonly address: string;
  /** Name by which clients know the server; absent: the address. */
  readonly host?: string;
  /** Docker network that the containers are in; made when there is none of the name. */
  readonly network: string;
  /** Of each model server: `cpu` is what it may take at most, absent: all there is. */
  readonly resources: { readonly cpu?: string; readonly memory: string };
  /** What the rows that wait for PostgreSQL may take on the disk. */
  readonly spoolMegabytes: number;
}

/** What runs serving images in an environment. */
export type TargetSpec = { readonly kind: 'local' } | DockerSpec | KubernetesSpec;

/** What starts the model server of a base image, where that is not TensorFlow Serving. */
export interface ServerSpec {
  /**
   * The container's command, with `$(MODEL_DIRECTORY)`, `$(MODEL_NAME)`, `$(MODEL_VERSION)` and `$(MODEL_PORT)` filled in.
   * It speaks TensorFlow Serving's REST on that port.
   */
  readonly command: readonly string[];
}

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
  /** All that is given must hold; absent: every model, everywhere. */
  readonly when?: {
    /** The graph has one of these ops; a `*` at the end stands for whatever follows. */
    readonly ops?: readonly string[];
    /** The TensorFlow that saved the model: `2.3` is every 2.3. */
    readonly tensorflow?: string;
    readonly target?: TargetSpec['kind'];
  };
  readonly base: BaseImage;
  /** Absent: TensorFlow Serving. */
  readonly server?: ServerSpec;
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
