import type { ProjectFile } from '../../domain/project';
import type { JobTrainerSpec, RetrainingPolicy } from '../../domain/retraining/policy';
import type { TrainerSection } from './schema';

/** Keys that say where and how an image runs. */
const ofImages = ['command', 'environment', 'namespace', 'context', 'resources', 'pullSecret'] as const;
const standardResources = { cpu: '1', memory: '2Gi' } as const;

/** A program beside the builder, or an image in a cluster. Adds to `problems`. */
export function toTrainer(
  section: TrainerSection,
  environments: ProjectFile['environments'],
  problems: string[],
): RetrainingPolicy['trainer'] {
  const { program, image } = section;
  if ((program === undefined) === (image === undefined)) {
    problems.push(
      'retraining.trainer: give either program, which runs beside the builder, or image, which runs as a Job in a cluster',
    );
    return undefined;
  }
  if (image !== undefined) return toJobTrainer({ ...section, image }, environments, problems);
  const misplaced = ofImages.filter((key) => section[key] !== undefined);
  for (const key of misplaced)
    problems.push(`retraining.trainer.${key}: is for an image in a cluster; leave it out beside program`);
  return program && misplaced.length === 0 ? { program } : undefined;
}

function toJobTrainer(
  section: TrainerSection & { readonly image: string },
  environments: ProjectFile['environments'],
  problems: string[],
): JobTrainerSpec | undefined {
  const place = toPlace(section, environments, problems);
  if (place === undefined) return undefined;
  const { image, command, resources = standardResources } = section;
  const pullSecret = section.pullSecret ?? place.pullSecret;
  return {
    image,
    ...(command === undefined ? {} : { command }),
    namespace: place.namespace,
    ...(place.context === undefined ? {} : { context: place.context }),
    resources,
    ...(pullSecret === undefined ? {} : { pullSecret }),
  };
}

/** The namespace of an environment of the project, or one that is named. */
function toPlace(
  { environment, namespace, context }: TrainerSection,
  environments: ProjectFile['environments'],
  problems: string[],
): Pick<JobTrainerSpec, 'namespace' | 'context' | 'pullSecret'> | undefined {
  if (environment === undefined) {
    if (namespace !== undefined) return { namespace, ...(context === undefined ? {} : { context }) };
    problems.push(
      'retraining.trainer: an image needs a place to run; give the environment whose namespace it shares, or a namespace',
    );
    return undefined;
  }
  if (namespace !== undefined || context !== undefined) {
    problems.push('retraining.trainer.environment: says the namespace and the context; leave those out, or it');
    return undefined;
  }
  const target = environments[environment]?.target;
  if (target?.kind === 'kubernetes') return target;
  const clusters = Object.keys(environments).filter((name) => environments[name]?.target.kind === 'kubernetes');
  const cure =
    clusters.length === 0 ? 'there is none, so give a namespace in its place' : `name one of ${clusters.join(', ')}`;
  problems.push(
    `retraining.trainer.environment: "${environment}" is no environment whose target is kubernetes; ${cure}`,
  );
  return undefined;
}
