import { stringify } from 'yaml';
import type { EnvironmentRef } from '../../domain/ports/target';
import type { KubernetesSpec } from '../../domain/project';
import type { JobTrainerSpec } from '../../domain/retraining/policy';
import { account, rightsOf } from './rights';

/** Of the gateway beside each model, and of what carries the data of Jobs. */
const gatewayMemory = 384;

/** What runs in the namespace beside releases, each a Pod at a time. */
export interface PreparedJobs {
  readonly trainer?: JobTrainerSpec;
  /** The environment is retrained: the gate scores in it. */
  readonly gate?: boolean;
}

/**
 * What a cluster administrator reads and applies before an environment is released to: YAML of namespace, ServiceAccount,
 * Role, its binding, and a quota for two releases at once, and for the Jobs that share the namespace. Secrets are named,
 * never written.
 */
export function describePreparation(
  { project, environment }: EnvironmentRef,
  spec: KubernetesSpec,
  { trainer, gate = false }: PreparedJobs = {},
): string {
  const { namespace } = spec;
  const labels = { 'app.kubernetes.io/managed-by': 'steward-administrator' };
  const rules = rightsOf(spec, gate || trainer !== undefined);
  const named = { name: account, namespace, labels };
  const objects = [
    {
      ...{ apiVersion: 'v1', kind: 'Namespace' },
      metadata: { name: namespace, labels: { ...labels, 'pod-security.kubernetes.io/enforce': 'restricted' } },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: named, automountServiceAccountToken: false },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: named, rules },
    {
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: named },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: account },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    },
    ...(spec.imageStream === undefined
      ? []
      : [
          {
            ...{ apiVersion: 'image.openshift.io/v1', kind: 'ImageStream' },
            metadata: { name: project, namespace, labels },
          },
        ]),
    {
      ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: named },
      spec: {
        hard: {
          pods: String(podsAtOnce(spec) + (trainer || gate ? 1 : 0)),
          'limits.memory': `${memoryAtOnce(spec) + memoryOfJobs(spec, { ...(trainer && { trainer }), gate })}Mi`,
        },
      },
    },
  ];
  return [comment(project, environment, spec), ...objects.map((object) => stringify(object, { lineWidth: 0 }))].join(
    '---\n',
  );
}

/** The serving release, the next one beside it, and one that still ends. */
function podsAtOnce({ replicas }: KubernetesSpec): number {
  return 3 * replicas;
}

function memoryAtOnce(spec: KubernetesSpec): number {
  return podsAtOnce(spec) * (megabytesOf(spec.resources) + gatewayMemory);
}

/** A retraining trains, and then scores: one after the other. */
function memoryOfJobs({ resources }: KubernetesSpec, { trainer, gate }: PreparedJobs): number {
  return Math.max(trainer ? megabytesOf(trainer.resources) : 0, gate ? megabytesOf(resources) + gatewayMemory : 0);
}

function megabytesOf({ memory }: KubernetesSpec['resources']): number {
  return Number.parseInt(memory, 10) * (memory.endsWith('Gi') ? 1_024 : 1);
}

function comment(
  project: string,
  environment: string,
  { namespace, recorderSecret, pullSecret }: KubernetesSpec,
): string {
  const lines = [
    `What releases of ${project} to ${environment} need in the namespace ${namespace}. Read it, then: kubectl apply -f FILE`,
    'The quota is for this environment alone: add up where several share the namespace.',
    '',
    'Not in here, because it is secret:',
    `- kubectl -n ${namespace} create secret generic ${recorderSecret} --from-file=database-url=FILE`,
    '  (PostgreSQL, as the gateway role, which may only add scored rows)',
    ...(pullSecret === undefined
      ? []
      : [`- kubectl -n ${namespace} create secret docker-registry ${pullSecret} …  (to pull images with)`]),
    `- kubectl -n ${namespace} create token ${account}  (a short-lived token for STEWARD_KUBECONFIG)`,
  ];
  return lines.map((line) => (line === '' ? '#\n' : `# ${line}\n`)).join('');
}
