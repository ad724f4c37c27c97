import { StewardError } from '../../../domain/errors';
import type { EnvironmentRef, Observation } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import { type RouteObject, routeSchema } from '../../../formats/kubernetes/objects';
import type { Namespace, OwnObject } from './connect-namespace';
import { environmentLabels, environmentName } from './names';
import { requireOwn } from './release-state';

/** How clients outside the cluster reach the environment's Service: TLS ends at the cluster's edge. */
export function describeRoute(environment: EnvironmentRef, { host }: NonNullable<KubernetesSpec['route']>): OwnObject {
  const name = environmentName(environment);
  return {
    kind: 'Route',
    metadata: { name, labels: environmentLabels(environment) },
    spec: {
      ...(host !== undefined && { host }),
      to: { kind: 'Service', name, weight: 100 },
      port: { targetPort: 'rest' },
      // Scores are personal data: who comes without TLS is sent to the address with it.
      tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' },
    },
  };
}

/** Clients come by the host that is there: a release never takes it from them. Throws `route_host_kept`. */
export async function requireHostKept(
  namespace: Namespace,
  environment: EnvironmentRef,
  { host }: NonNullable<KubernetesSpec['route']>,
): Promise<void> {
  const route = await readRoute(namespace, environment);
  if (host === undefined || route === undefined || route.spec.host === '' || route.spec.host === host) return;
  const name = environmentName(environment);
  throw new StewardError('route_host_kept', { name, namespace: namespace.name, host: route.spec.host, asked: host });
}

/** What a router made of the Route: undefined once one has admitted it. */
export async function observeRoute(
  namespace: Namespace,
  environment: EnvironmentRef,
): Promise<Observation | undefined> {
  const route = await readRoute(namespace, environment);
  const name = environmentName(environment);
  if (!route) return { state: 'starting', detail: `Route ${name} is not there` };
  if (admittedHost(route) !== undefined) return undefined;
  const refused = route.status.ingress
    .filter(({ host }) => route.spec.host === '' || host === route.spec.host)
    .flatMap(({ conditions }) => conditions)
    .find(({ type, status }) => type === 'Admitted' && status === 'False');
  if (!refused) return { state: 'starting', detail: `Route ${name} waits for a router` };
  const words = [refused.reason, refused.message].filter(Boolean).join(': ') || 'the router gives no words for it';
  return { state: 'failed', code: 'stage_route_refused', detail: `Route ${name}: ${words.slice(0, 400)}.` };
}

/** Where a router leads to the environment; undefined while none does. */
export async function findRouteHost(namespace: Namespace, environment: EnvironmentRef): Promise<string | undefined> {
  const route = await readRoute(namespace, environment);
  return route && admittedHost(route);
}

async function readRoute(namespace: Namespace, environment: EnvironmentRef): Promise<RouteObject | undefined> {
  const name = environmentName(environment);
  const route = await namespace.get('Route', name, routeSchema);
  if (route) requireOwn(`routes/${name}`, route, environmentLabels(environment));
  return route;
}

/** Of the host that it asks for now: what a router said of an earlier one counts for nothing. */
function admittedHost({ spec, status }: RouteObject): string | undefined {
  const asked = status.ingress.filter(({ host }) => host !== '' && (spec.host === '' || host === spec.host));
  return asked.find(({ conditions }) => conditions.some(isAdmitted))?.host;
}

function isAdmitted({ type, status }: { readonly type: string; readonly status: string }): boolean {
  return type === 'Admitted' && status === 'True';
}
