import { getProject } from '../../database/projects';
import { getVersion } from '../../database/versions';
import type { Release } from '../../domain/release/release';
import type { ReleaseDependencies, ReleaseSubject } from './dependencies';
import { unknownEnvironment } from '../../domain/unknown-environment';

/** The applied project, the version and the target of a release. Throws `environment_unknown` when the place is gone. */
export async function readSubject(deps: ReleaseDependencies, release: Release): Promise<ReleaseSubject> {
  const project = await getProject(deps.database, release.project);
  const environment = project.file.environments[release.environment];
  if (!environment) throw unknownEnvironment(project.file, release.environment);
  const version = await getVersion(deps.database, release.project, release.version);
  return { project, version, target: deps.target(environment.target) };
}
