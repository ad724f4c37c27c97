import type { DeploymentRef, EnvironmentRef } from '../../../domain/ports/target';
import { hashBytes } from '../../../formats/hash';

/** A Service is named by a DNS label of 63 characters; `-r` and the number of a release come behind. */
const longest = 44;

/** Of what all releases of an environment share: `hmeq-production`. Long names end with a hash of the whole. */
export function environmentName({ project, environment }: EnvironmentRef): string {
  const whole = `${project}-${environment}`;
  if (whole.length <= longest && !whole.endsWith('-')) return whole;
  const hash = hashBytes(Buffer.from(`${project}/${environment}`)).slice('sha256:'.length, 'sha256:'.length + 8);
  return `${whole.slice(0, longest - 9)}-${hash}`;
}

/** Of a release's Deployment: `hmeq-production-r17`. */
export function deploymentName(deployment: DeploymentRef): string {
  return `${environmentName(deployment)}-r${deployment.release}`;
}

export function environmentLabels({ project, environment }: EnvironmentRef): Record<string, string> {
  return {
    'app.kubernetes.io/managed-by': 'steward',
    'steward/project': project,
    'steward/environment': environment,
  };
}

export const releaseLabel = 'steward/release';

/** What selects the Pods of one release. */
export function releaseLabels(deployment: DeploymentRef): Record<string, string> {
  return { ...environmentLabels(deployment), [releaseLabel]: String(deployment.release) };
}
