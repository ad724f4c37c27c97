import type { DeploymentRef, EnvironmentRef } from '../../../domain/ports/target';
import { deploymentName, environmentLabels, environmentName, releaseLabel, releaseLabels } from '../kubernetes/names';

export { environmentLabels, releaseLabel };

export type Labels = Readonly<Record<string, string>>;

/** What a container is for, as one of its labels. */
const roleLabel = 'steward/role';

/** Of the volumes that `emptiedLabels` are for. */
export const emptiedRole: Labels = { [roleLabel]: 'emptied' };

/** What is said on containers for who looks at the server, and for us. */
export const notes = {
  image: 'steward/image',
  label: 'steward/version',
  versionDirectory: 'steward/version-directory',
  package: 'steward/package',
  /** Of a door: what it was made from. */
  door: 'steward/door',
} as const;

/** Of a release's containers and volumes: `hmeq-production-r17`, … */
export function releaseNames(release: DeploymentRef) {
  const model = deploymentName(release);
  return { model, gateway: `${model}-gateway`, spool: `${model}-spool`, emptied: `${model}-emptied` } as const;
}

export function modelLabels(release: DeploymentRef): Labels {
  return { ...releaseLabels(release), [roleLabel]: 'model' };
}

export function gatewayLabels(release: DeploymentRef): Labels {
  return { ...releaseLabels(release), [roleLabel]: 'gateway' };
}

/** Of an empty volume which says that a release's spool was emptied and may go. */
export function emptiedLabels(release: DeploymentRef): Labels {
  return { ...releaseLabels(release), ...emptiedRole };
}

/** Of the container that holds the environment's address, and of the volume with its choice. */
export function doorName(environment: EnvironmentRef): string {
  return `${environmentName(environment)}-door`;
}

/** Of the container that is to take its place, while it does. */
export function nextDoorName(environment: EnvironmentRef): string {
  return `${doorName(environment)}-next`;
}

export function doorLabels(environment: EnvironmentRef): Labels {
  return { ...environmentLabels(environment), [roleLabel]: 'door' };
}
