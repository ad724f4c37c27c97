import type { DeploymentRef, EnvironmentRef } from '../../domain/ports/target';

/** Where the local host's own answers are: no project is named `-`, so they never hide a project's address. */
export const controlPrefix = '/-/';

/** Marks a request that tests a model; never a scored row. The value names the release (`r17`). */
export const probeHeader = 'x-steward-probe';

/** PUT stages, GET observes, DELETE withdraws. */
export function deploymentPath({ project, environment, release }: DeploymentRef): string {
  return `${controlPrefix}deployments/${project}/${environment}/${release}`;
}

/** GET lists. */
export function deploymentsPath({ project, environment }: EnvironmentRef): string {
  return `${controlPrefix}deployments/${project}/${environment}`;
}

/** GET tells what serves, POST switches. */
export function servingPath({ project, environment }: EnvironmentRef): string {
  return `${controlPrefix}serving/${project}/${environment}`;
}

/** GET tells the process numbers of what serves. */
export function processesPath({ project, environment }: EnvironmentRef): string {
  return `${controlPrefix}processes/${project}/${environment}`;
}

/** GET tells what can be seen of one deployment and of the traffic. */
export function inspectionPath({ project, environment, release }: DeploymentRef): string {
  return `${controlPrefix}inspection/${project}/${environment}/${release}`;
}

/** The model server of one deployment, whether or not it has the traffic; what follows is the model server's own path. */
export function probePath({ project, environment, release }: DeploymentRef): string {
  return `${controlPrefix}probe/${project}/${environment}/${release}`;
}

/** The model's stable address below the local host: TensorFlow Serving's own path behind project and environment. */
export function scoringPath({ project, environment }: EnvironmentRef): string {
  return `/${project}/${environment}/v1/models/${project}`;
}
