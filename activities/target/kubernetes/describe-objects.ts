import type { EnvironmentRef, StageRequest } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import type { OwnObject } from './connect-namespace';
import { type PodParts, describePod, ports } from './describe-pod';
import { deploymentName, environmentLabels, environmentName, releaseLabels } from './names';

/** What is said on objects for who looks at the cluster, and for us: a label may not hold a digest. */
export const notes = {
  image: 'steward/image',
  label: 'steward/version',
  package: 'steward/package',
  replicas: 'steward/replicas',
  versionDirectory: 'steward/version-directory',
} as const;

export function describeDeployment(request: StageRequest, spec: KubernetesSpec, gateway: PodParts): OwnObject {
  const labels = releaseLabels(request);
  const annotations = {
    [notes.image]: request.image,
    [notes.label]: request.label,
    [notes.package]: request.packageDigest,
    [notes.versionDirectory]: request.versionDirectory,
  };
  return {
    kind: 'Deployment',
    metadata: {
      name: deploymentName(request),
      labels,
      // How many were asked for, for whoever compares: the field itself may be written by others.
      annotations: { ...annotations, [notes.replicas]: String(spec.replicas) },
    },
    spec: {
      replicas: spec.replicas,
      // A release never changes its Pods: there is nothing to go back to.
      revisionHistoryLimit: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations }, spec: describePod(request, spec, gateway) },
    },
  };
}

/** Evictions take one Pod at a time. It goes with its Deployment. */
export function describeBudget(request: StageRequest, uid: string): OwnObject {
  const name = deploymentName(request);
  const labels = releaseLabels(request);
  return {
    kind: 'PodDisruptionBudget',
    metadata: {
      name,
      labels,
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid }],
    },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
  };
}

/** What the releases of an environment share, but the Service, which shows who serves. */
export function describeShared(
  environment: EnvironmentRef,
  { probesFrom }: Pick<KubernetesSpec, 'probesFrom'>,
): readonly OwnObject[] {
  const metadata = { name: environmentName(environment), labels: environmentLabels(environment) };
  return [
    // No rights and no token: models and gateways never talk to the cluster.
    { kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: { matchLabels: environmentLabels(environment) },
        policyTypes: ['Ingress'],
        // Past the gateway, which records, nobody comes to the model but probes: those of an API server within the cluster.
        ingress: [
          { ports: [{ protocol: 'TCP', port: ports.gateway }] },
          ...(probesFrom.length === 0
            ? []
            : [
                {
                  from: probesFrom.map((cidr) => ({ ipBlock: { cidr } })),
                  ports: [{ protocol: 'TCP', port: ports.model }],
                },
              ]),
        ],
      },
    },
  ];
}

export type ServingFacts = Pick<StageRequest, 'project' | 'environment' | 'release' | 'label' | 'image'>;

/** The one address of an environment, leading nowhere yet. */
export function describeEmptyService(environment: EnvironmentRef, resourceVersion?: string): OwnObject {
  return {
    kind: 'Service',
    metadata: {
      name: environmentName(environment),
      labels: environmentLabels(environment),
      ...(resourceVersion !== undefined && { resourceVersion }),
    },
    spec: { ports: [{ name: 'rest', protocol: 'TCP', port: ports.model, targetPort: ports.gateway }] },
  };
}

/** The same, leading to a release: its selector says which one has the traffic. */
export function describeService(facts: ServingFacts, resourceVersion?: string): OwnObject {
  const { metadata, spec, ...rest } = describeEmptyService(facts, resourceVersion);
  return {
    ...rest,
    metadata: {
      ...metadata,
      annotations: { [notes.image]: facts.image, [notes.label]: facts.label },
    },
    spec: { ...spec, selector: releaseLabels(facts) },
  };
}
