/** The kinds that targets and trainers touch: where their API is, and what people call them. */
export const kinds = {
  Deployment: { apiVersion: 'apps/v1', plural: 'deployments' },
  Job: { apiVersion: 'batch/v1', plural: 'jobs' },
  Pod: { apiVersion: 'v1', plural: 'pods' },
  Service: { apiVersion: 'v1', plural: 'services' },
  ServiceAccount: { apiVersion: 'v1', plural: 'serviceaccounts' },
  Secret: { apiVersion: 'v1', plural: 'secrets' },
  Event: { apiVersion: 'v1', plural: 'events' },
  EndpointSlice: { apiVersion: 'discovery.k8s.io/v1', plural: 'endpointslices' },
  NetworkPolicy: { apiVersion: 'networking.k8s.io/v1', plural: 'networkpolicies' },
  PodDisruptionBudget: { apiVersion: 'policy/v1', plural: 'poddisruptionbudgets' },
  Route: { apiVersion: 'route.openshift.io/v1', plural: 'routes' },
  ImageStream: { apiVersion: 'image.openshift.io/v1', plural: 'imagestreams' },
} as const;
export type Kind = keyof typeof kinds;

/** Where a cluster that knows a kind says so: `/apis/apps/v1`. */
export function apiPath(kind: Kind): string {
  const { apiVersion } = kinds[kind];
  return apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
}

/** `/apis/apps/v1/namespaces/<namespace>/deployments[/<name>]` */
export function objectPath(kind: Kind, namespace: string, name?: string): string {
  const { plural } = kinds[kind];
  const path = `${apiPath(kind)}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
  return name === undefined ? path : `${path}/${encodeURIComponent(name)}`;
}
