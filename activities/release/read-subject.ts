import { getProject } from '../../database/projects';
import { getVersion } from '../../database/versions';
import type { Release } from '../../domain/release/release';
import { chooseBase } from '../../domain/choose-base';
import type { BaseRule } from '../../domain/project';
import { unknownEnvironment } from '../../domain/unknown-environment';
import type { ReleaseDependencies, ReleaseSubject } from './dependencies';

/** The applied project, the version and the target of a release. Throws `environment_unknown` when the place is gone. */
export async function readSubject(deps: ReleaseDependencies, release: Release): Promise<ReleaseSubject> {
  const project = await getProject(deps.database, release.project);
  const environment = project.file.environments[release.environment];
  if (!environment) throw unknownEnvironment(project.file, release.environment);
  const version = await getVersion(deps.database, release.project, release.version);
  return { project, version, target: deps.target(environment.target) };
}

/** What the release's model is appended to, and started by. Throws `base_rule_missing`, `environment_unknown`. */
export function baseRuleOf(
  { version: label, environment }: Release,
  { project, version }: Pick<ReleaseSubject, 'project' | 'version'>,
): BaseRule {
  const target = project.file.environments[environment]?.target;
  if (!target) throw unknownEnvironment(project.file, environment);
  const { manifest } = version;
  return chooseBase(project.file.serving.bases, { manifest, target: target.kind, version: label, environment });
}
