import type { Environment } from '../../wire/overview';

/** Whether there is anything to show of an environment but its name. */
export function hasSomething({ serving, release, evaluations, pending }: Environment): boolean {
  return serving !== null || release !== null || evaluations.length > 0 || pending.rows > 0;
}

/** The environments to choose from: the leading one first, even while it has nothing, then those that have something. */
export function listEnvironments(environments: readonly Environment[]): readonly Environment[] {
  const leading = environments.filter((environment) => environment.leading);
  return [...leading, ...environments.filter((environment) => !environment.leading && hasSomething(environment))];
}

/** The one that was chosen; until somebody chooses, the first that has something. */
export function findShown(environments: readonly Environment[], chosen: string | undefined): Environment | undefined {
  const listed = listEnvironments(environments);
  return listed.find(({ name }) => name === chosen) ?? listed.find(hasSomething) ?? listed[0];
}
