import { getProject } from '../../database/projects';
import { findServing } from '../../database/servings';
import { getVersion, type Version } from '../../database/versions';
import { StewardError } from '../../domain/errors';
import type { Trainer } from '../../domain/ports/trainer';
import type { ProjectFile } from '../../domain/project';
import type { RetrainingPolicy } from '../../domain/retraining/policy';
import type { Retraining } from '../../domain/retraining/retraining';
import type { TrainingDependencies } from './dependencies';
import { createProgramTrainer } from './train-by-program';

interface NamedTrainer {
  /** For model cards, and so that another trainer on the same data is another attempt. */
  readonly name: string;
  readonly train: Trainer;
}

/** What a step works on, as it is applied and serves now. */
export interface TrainingSubject {
  readonly file: ProjectFile;
  readonly policy: RetrainingPolicy;
  /** Events, and non-events, that a comparison and a dataset need. */
  readonly minimumEvents: number;
  /** The version that serves now. */
  readonly serving: Version;
  readonly trainer: NamedTrainer;
}

/** Throws `retraining_not_configured` or `retraining_nothing_serving` when that changed since it was asked for. */
export async function readTrainingSubject(
  deps: TrainingDependencies,
  { project, environment }: Retraining,
): Promise<TrainingSubject> {
  const { file } = await getProject(deps.database, project);
  const { retraining: policy, monitoring } = file;
  if (!policy || !monitoring) throw new StewardError('retraining_not_configured', { project });
  const serving = await findServing(deps.database, project, environment);
  if (!serving) throw new StewardError('retraining_nothing_serving', { environment });
  return {
    file,
    policy,
    minimumEvents: monitoring.minimumEvents,
    serving: await getVersion(deps.database, project, serving.version),
    trainer: trainerOf(deps, policy),
  };
}

function trainerOf(deps: TrainingDependencies, { trainer }: RetrainingPolicy): NamedTrainer {
  if (trainer && 'image' in trainer) {
    const name = [trainer.image, ...(trainer.command ?? [])].join(' ');
    return { name, train: deps.jobTrainer(trainer) };
  }
  const { name, words } = trainer ? { name: trainer.program.join(' '), words: trainer.program } : deps.referenceTrainer;
  const { datasets, trainerEnvironment: environment } = deps;
  return { name, train: createProgramTrainer(words, { datasets, environment }) };
}
