import type { ScoringOrder } from '../../domain/ports/scoring';
import type { ProjectFile } from '../../domain/project';
import type { Retraining } from '../../domain/retraining/retraining';
import { unknownEnvironment } from '../../domain/unknown-environment';

/** For whom, and for what place, a retraining has models scored. */
export type ScoringPlace = Pick<ScoringOrder, 'project' | 'environment' | 'retraining' | 'target' | 'bases'>;

/** Throws `environment_unknown` when the place is gone. */
export function scoringPlace({ project, environment, number }: Retraining, file: ProjectFile): ScoringPlace {
  const target = file.environments[environment]?.target;
  if (!target) throw unknownEnvironment(file, environment);
  return { project, environment, retraining: number, target, bases: file.serving.bases };
}
