import type { KubernetesSpec } from '../../domain/project';

/** As a rule of a Role is written. */
export interface Right {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Who releases, in the namespace that it releases to. */
export const account = 'steward';

/** All that the kubernetes target does there; docs/kubernetes.md says it in a table. */
const rights: readonly Right[] = [
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'create', 'patch', 'delete'] },
  { apiGroups: [''], resources: ['services', 'serviceaccounts'], verbs: ['get', 'create', 'patch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: [''], resources: ['pods/proxy'], verbs: ['get', 'create'] },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['get', 'create', 'patch'] },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: ['get', 'create', 'patch'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list'] },
];

/** What a Route and an ImageStream ask for beside. */
function rightsBeside({ route, imageStream }: Pick<KubernetesSpec, 'route' | 'imageStream'>): readonly Right[] {
  return [
    ...(route === undefined
      ? []
      : [{ apiGroups: ['route.openshift.io'], resources: ['routes'], verbs: ['get', 'create', 'patch'] }]),
    ...(route?.host === undefined
      ? []
      : [{ apiGroups: ['route.openshift.io'], resources: ['routes/custom-host'], verbs: ['create', 'update'] }]),
    ...(imageStream === undefined
      ? []
      : [
          { apiGroups: ['image.openshift.io'], resources: ['imagestreams'], verbs: ['get'] },
          { apiGroups: ['image.openshift.io'], resources: ['imagestreams/layers'], verbs: ['get', 'update'] },
          {
            ...{ apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames: [account], verbs: ['create'] },
          },
        ]),
  ];
}

/** Besides those, what Jobs in the same namespace take: a trainer, and the gate. Secrets are made there and never read. */
const jobRights: readonly Right[] = [
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'create', 'delete'] },
  { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
  { apiGroups: [''], resources: ['events'], verbs: ['list'] },
];

/** All that releases of an environment need, and with Jobs in its namespace what these need. */
export function rightsOf(spec: Pick<KubernetesSpec, 'route' | 'imageStream'>, withJobs: boolean): readonly Right[] {
  return [...rights, ...rightsBeside(spec), ...(withJobs ? jobRights : [])];
}
