import { canonicalJson } from '../../../domain/canonical-json';
import type { Digest } from '../../../domain/digest';
import { retrainingName } from '../../../domain/ids';
import type { ScoringOrder } from '../../../domain/ports/scoring';
import type { BaseRule, KubernetesSpec } from '../../../domain/project';
import { hashBytes } from '../../../formats/hash';
import type { OwnObject } from '../../target/kubernetes/connect-namespace';
import { describeModelServer, type ModelImage, ports } from '../../target/kubernetes/describe-pod';
import { environmentLabels, environmentName } from '../../target/kubernetes/names';
import { type CarriedParts, keyNote } from '../../training/kubernetes/begin-job';
import { carrierCommand, carrierContainer } from '../../training/kubernetes/carrier-container';
import { retrainingLabel } from '../../training/kubernetes/describe-job';
import type { NamedJob } from '../../training/kubernetes/find-job';

export interface ScoringJobParts {
  readonly spec: KubernetesSpec;
  readonly image: ModelImage;
  /** Of the rows. */
  readonly rows: Digest;
  /** Steward's own image by digest. */
  readonly carrierImage: string;
  readonly pullSecrets: readonly string[];
  readonly deadlineMs: number;
}

interface ScoringIdentity {
  readonly rows: Digest;
  readonly rule: BaseRule;
  readonly spec: KubernetesSpec;
  readonly carrierImage: string;
}

export const containers = { model: 'model', score: 'score' } as const;

/** Seconds: past the deadline that the builder itself keeps, for a builder that comes back late, and to end. */
const timesOut = { slack: 120, kept: 3_600, grace: 5 } as const;
/** A name is a label of the Job's Pods as well. */
const longestName = 63;
const hashDigits = 12;
const folder = '/steward/rows';

/**
 * `t5-candidate-0123456789ab`: what is scored by what, so that whoever asks for the same finds the same Job, and who asks
 * for something else never takes its scores.
 */
export function scoringName(order: ScoringOrder, { rule, spec, ...of }: ScoringIdentity): string {
  const { packageDigest } = order.manifest;
  const identity = { ...of, packageDigest, spec: { ...spec }, base: { ...rule.base }, server: { ...rule.server } };
  const whole = hashBytes(Buffer.from(canonicalJson(identity)));
  return `${scoringNames(order)}${whole.slice('sha256:'.length).slice(0, hashDigits)}`;
}

/** How the names of all attempts at scoring this model for this retraining begin. */
export function scoringNames({ retraining, model }: Pick<ScoringOrder, 'retraining' | 'model'>): string {
  return `${retrainingName(retraining)}-${model}-`;
}

/** The environment's labels, so that its NetworkPolicy holds here too; never a release's, which Services select. */
export function nameScoringJob(order: ScoringOrder, name: string): NamedJob {
  const { project, retraining, model } = order;
  return {
    name: `${project.slice(0, longestName - 1 - name.length)}-${name}`,
    labels: { ...environmentLabels(order), [retrainingLabel]: String(retraining), 'steward/scores': model },
  };
}

/**
 * The model server as a release would have it, and beside it one container of ours that scores. The model's is a sidecar:
 * Kubernetes starts ours once the model's own probe says that it is up, starts the model again if it ends meanwhile, and ends
 * it and the Job when ours is done, whether or not a builder still looks.
 */
export function describeScoringJob(
  order: ScoringOrder,
  { name, labels }: NamedJob,
  parts: ScoringJobParts & CarriedParts,
): OwnObject {
  const { spec, image, carrierImage, rows, pullSecrets, deadlineMs } = parts;
  const model = `http://127.0.0.1:${ports.model}/v1/models/${image.project}/versions/${BigInt(image.versionDirectory)}`;
  return {
    kind: 'Job',
    metadata: { name, labels, annotations: { [keyNote]: parts.key } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: Math.ceil(deadlineMs / 1_000) + timesOut.slack,
      ttlSecondsAfterFinished: timesOut.kept,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          serviceAccountName: environmentName(order),
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: timesOut.grace,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          ...(pullSecrets.length > 0 && { imagePullSecrets: pullSecrets.map((secret) => ({ name: secret })) }),
          initContainers: [{ ...describeModelServer(image, spec), restartPolicy: 'Always' }],
          containers: [
            {
              ...carrierContainer(containers.score, carrierImage, { ...parts, dataset: rows }),
              command: [...carrierCommand, 'score', folder, model],
              volumeMounts: [{ name: 'rows', mountPath: folder }],
            },
          ],
          volumes: [{ name: 'rows', emptyDir: {} }],
        },
      },
    },
  };
}
