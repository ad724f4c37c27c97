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
} as const;
export type Kind = keyof typeof kinds;

/** `/apis/apps/v1/namespaces/<namespace>/deployments[/<name>]` */
export function objectPath(kind: Kind, namespace: string, name?: string): string {
  const { apiVersion, plural } = kinds[kind];
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const path = `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
  return name === undefined ? path : `${path}/${encodeURIComponent(name)}`;
}
