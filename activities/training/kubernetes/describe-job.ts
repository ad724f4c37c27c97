import { type TrainingOrder, trainerVariables } from '../../../domain/ports/trainer';
import type { JobTrainerSpec } from '../../../domain/retraining/policy';
import type { OwnObject } from '../../target/kubernetes/connect-namespace';
import { environmentLabels } from '../../target/kubernetes/names';

export interface JobParts {
  readonly spec: JobTrainerSpec;
  /** Steward's own image by digest, which data is carried by. */
  readonly carrierImage: string;
  /** Where this retraining's data is to be had. */
  readonly url: string;
  /** Secret with `token`, which comes after the Job: it goes with it. */
  readonly secret: string;
  /** Of what it has in the exchange. */
  readonly key: string;
}

/** Note at a Job: its key in the exchange, which opens nothing. */
export const keyNote = 'steward/exchange-key';

/** The containers in the order in which they run, each after the one before it came to a good end. */
export const containers = { fetch: 'fetch', train: 'train', deliver: 'deliver' } as const;

const tokenKey = 'token';
/** Seconds: for a builder that comes back late, and past the deadline that the builder itself keeps. */
const timesOut = { kept: 3_600, slack: 120, grace: 5 } as const;

const folders = { dataset: '/steward/dataset', output: '/steward/output', temporary: '/tmp' } as const;
const mounts = {
  dataset: { name: 'dataset', mountPath: folders.dataset },
  output: { name: 'output', mountPath: folders.output },
  temporary: { name: 'temporary', mountPath: folders.temporary },
} as const;

/** The restricted level of Pod Security. The user is each image's own number. */
const confined = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const;

type Named = Pick<TrainingOrder, 'project' | 'environment' | 'retraining'>;

/** `hmeq-t5` */
export function jobName({ project, retraining }: Named): string {
  return `${project}-t${retraining}`;
}

export function jobLabels({ project, environment, retraining }: Named): Record<string, string> {
  return { ...environmentLabels({ project, environment }), 'steward/retraining': String(retraining) };
}

/**
 * Three containers in turn: one of ours brings the dataset, the team's own trains as it would beside the builder, with files
 * in folders, and one of ours sends what it left. The trainer's comes between as an init container: that alone makes
 * Kubernetes run the next only after a good end, and end the Job at a bad one.
 */
export function describeJob(order: TrainingOrder, parts: JobParts): OwnObject {
  const labels = jobLabels(order);
  const { pullSecret } = parts.spec;
  return {
    kind: 'Job',
    metadata: { name: jobName(order), labels, annotations: { [keyNote]: parts.key } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: Math.ceil(order.deadlineMs / 1_000) + timesOut.slack,
      ttlSecondsAfterFinished: timesOut.kept,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: timesOut.grace,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          ...(pullSecret !== undefined && { imagePullSecrets: [{ name: pullSecret }] }),
          initContainers: [
            describeCarrier(containers.fetch, folders.dataset, mounts.dataset, order, parts),
            describeTrainer(order, parts.spec),
          ],
          containers: [describeCarrier(containers.deliver, folders.output, mounts.output, order, parts)],
          volumes: Object.values(mounts).map(({ name }) => ({ name, emptyDir: {} })),
        },
      },
    },
  };
}

/** Goes when the Job goes. */
export function describeSecret(order: TrainingOrder, name: string, token: string, uid: string): OwnObject {
  return {
    kind: 'Secret',
    metadata: {
      name,
      labels: jobLabels(order),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: jobName(order), uid }],
    },
    stringData: { [tokenKey]: token },
  };
}

function describeTrainer(order: TrainingOrder, { image, command, resources }: JobTrainerSpec) {
  const variables = {
    [trainerVariables.dataset]: `${folders.dataset}/dataset.csv`,
    [trainerVariables.spec]: JSON.stringify(order.spec),
    [trainerVariables.output]: folders.output,
    HOME: folders.temporary,
    TMPDIR: folders.temporary,
  };
  return {
    name: containers.train,
    image,
    ...(command !== undefined && { command: command.map(literal) }),
    env: Object.entries(variables).map(([name, value]) => ({ name, value: literal(value) })),
    resources: { requests: resources, limits: { memory: resources.memory } },
    volumeMounts: [{ ...mounts.dataset, readOnly: true }, mounts.output, mounts.temporary],
    securityContext: confined,
  };
}

function describeCarrier(
  verb: 'fetch' | 'deliver',
  folder: string,
  mount: { readonly name: string; readonly mountPath: string },
  { dataset }: TrainingOrder,
  { carrierImage, url, secret }: JobParts,
) {
  return {
    name: verb,
    image: carrierImage,
    command: ['node', '/app/dist/serving/carrier/main.js', verb, folder],
    env: [
      { name: 'STEWARD_CARRIER_URL', value: literal(url) },
      { name: 'STEWARD_CARRIER_DATASET', value: dataset },
      { name: 'STEWARD_CARRIER_TOKEN', valueFrom: { secretKeyRef: { name: secret, key: tokenKey } } },
    ],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '384Mi' } },
    // Its words are ours, and the last of them are the reason.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [mount],
    securityContext: confined,
  };
}

/** Kubernetes fills in $(…) and takes $$ for $. */
function literal(value: string): string {
  return value.replaceAll('$', () => '$$');
}
