import { retrainingName } from '../../../domain/ids';
import { type TrainingOrder, trainerVariables } from '../../../domain/ports/trainer';
import type { JobTrainerSpec } from '../../../domain/retraining/policy';
import type { OwnObject } from '../../target/kubernetes/connect-namespace';
import { confined } from '../../target/kubernetes/describe-pod';
import { environmentLabels } from '../../target/kubernetes/names';
import { type CarriedJob, type CarriedParts, keyNote } from './begin-job';
import { carrierCommand, carrierContainer, literal } from './carrier-container';
import type { NamedJob } from './find-job';

interface JobParts extends CarriedParts {
  readonly spec: JobTrainerSpec;
  /** Steward's own image by digest, which data is carried by. */
  readonly carrierImage: string;
}

/** At Jobs of a retraining and their Pods. */
export const retrainingLabel = 'steward/retraining';

/** The containers in the order in which they run, each after the one before it came to a good end. */
export const containers = { fetch: 'fetch', train: 'train', deliver: 'deliver' } as const;

/** Seconds: for a builder that comes back late, and past the deadline that the builder itself keeps. */
const timesOut = { kept: 3_600, slack: 120, grace: 5 } as const;

const folders = { dataset: '/steward/dataset', output: '/steward/output', temporary: '/tmp' } as const;
const mounts = {
  dataset: { name: 'dataset', mountPath: folders.dataset },
  output: { name: 'output', mountPath: folders.output },
  temporary: { name: 'temporary', mountPath: folders.temporary },
} as const;

/** `hmeq-t5` */
function nameTrainerJob({ project, environment, retraining }: TrainingOrder): NamedJob {
  return {
    name: `${project}-t${retraining}`,
    labels: { ...environmentLabels({ project, environment }), [retrainingLabel]: String(retraining) },
  };
}

export function describeTrainerJob(order: TrainingOrder, spec: JobTrainerSpec, carrierImage: string): CarriedJob {
  return {
    ...nameTrainerJob(order),
    exchangeName: retrainingName(order.retraining),
    gives: { dataset: order.dataset },
    deadlineMs: order.deadlineMs,
    prepare: () => Promise.resolve((parts) => describeJob(order, { ...parts, spec, carrierImage })),
  };
}

/**
 * Three containers in turn: one of ours brings the dataset, the team's own trains as it would beside the builder, with files
 * in folders, and one of ours sends what it left. The trainer's comes between as an init container: that alone makes
 * Kubernetes run the next only after a good end, and end the Job at a bad one.
 */
function describeJob(order: TrainingOrder, parts: JobParts): OwnObject {
  const { name, labels } = nameTrainerJob(order);
  const { pullSecret } = parts.spec;
  return {
    kind: 'Job',
    metadata: { name, labels, annotations: { [keyNote]: parts.key } },
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
  { carrierImage, ...parts }: JobParts,
) {
  return {
    ...carrierContainer(verb, carrierImage, { ...parts, dataset }),
    command: [...carrierCommand, verb, folder],
    volumeMounts: [mount],
  };
}
