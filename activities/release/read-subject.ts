import { getProject } from '../../database/projects';
import { getVersion } from '../../database/versions';
import { StewardError } from '../../domain/errors';
import type { Release } from '../../domain/release/release';
import type { ReleaseDependencies, ReleaseSubject } from './dependencies';

/** The applied project, the version and the target of a release. Throws `environment_unknown` when the place is gone. */
export async function readSubject(deps: ReleaseDependencies, release: Release): Promise<ReleaseSubject> {
  const project = await getProject(deps.database, release.project);
  const environment = project.file.environments[release.environment];
  if (!environment)
    throw new StewardError('environment_unknown', {
      project: release.project,
      environment: release.environment,
      environments: Object.keys(project.file.environments).join(', '),
    });
  const version = await getVersion(deps.database, release.project, release.version);
  return { project, version, target: deps.target(environment.target) };
}
