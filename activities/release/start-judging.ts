import type { AppliedProject } from '../../database/projects';
import type { EnvironmentRef } from '../../domain/ports/target';
import type { ReleaseDependencies } from './dependencies';

/**
 * What serves from now on has its monitor from now on, where the project file has it judged: outcomes that come before the
 * next sweep would meet none. One that runs looks at once: alerts about the version that was replaced are over. A monitor that cannot be started is reported and left to the sweep; it keeps no release from
 * serving.
 */
export async function startJudging(
  deps: Pick<ReleaseDependencies, 'wakeMonitor' | 'reportMonitor'>,
  { file }: Pick<AppliedProject, 'file'>,
  { project, environment }: EnvironmentRef,
): Promise<void> {
  if (!file.monitoring?.environments.includes(environment)) return;
  try {
    await deps.wakeMonitor(project, environment);
  } catch (error) {
    deps.reportMonitor({ project, environment, error });
  }
}
