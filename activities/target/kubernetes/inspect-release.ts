import type { GatewayCount, Inspection } from '../../../domain/observation/inspection';
import type { InspectRequest } from '../../../domain/ports/target';
import { gatewayCounts } from '../../../formats/gateway/counts';
import {
  deploymentSchema,
  type DeploymentObject,
  ownedSchema,
  type PodObject,
  serviceSchema,
  type ServiceObject,
} from '../../../formats/kubernetes/objects';
import { compareDeployment, compareService, missingObject, wantedReplicas } from './compare-objects';
import type { Namespace } from './connect-namespace';
import { ports } from './describe-pod';
import { sayFatal } from './explain-fatal';
import { findFatal } from './find-fatal';
import { deploymentName, environmentLabels, environmentName, releaseLabel } from './names';
import { readRollout } from './read-rollout';
import { listPods } from './release-state';

/** Milliseconds for a gateway to say what it counted. */
const timeout = 2_000;
/** Gateways that are asked: more say the same. */
const asked = 10;

/** What can be seen of a release and of its environment's Service, beside what was applied. Reads only. */
export async function inspectRelease(
  namespace: Namespace,
  request: InspectRequest,
  now: () => number,
): Promise<Inspection> {
  const shared = environmentName(request);
  const [service, found, pods, policy, budget] = await Promise.all([
    namespace.get('Service', shared, serviceSchema),
    namespace.get('Deployment', deploymentName(request), deploymentSchema),
    listPods(namespace, request),
    namespace.get('NetworkPolicy', shared, ownedSchema),
    namespace.get('PodDisruptionBudget', deploymentName(request), ownedSchema),
  ]);
  const deployment = found?.metadata.deletionTimestamp === undefined ? found : undefined;
  const traffic = trafficOf(request, service);
  const differences = [
    ...compareDeployment(request, deployment),
    ...compareService(request, service),
    ...(policy ? [] : [missingObject(`NetworkPolicy ${shared}`)]),
    // It goes with its Deployment, which is said then.
    ...(budget || !deployment ? [] : [missingObject(`PodDisruptionBudget ${deploymentName(request)}`)]),
  ];
  const trouble = deployment && findTrouble(deployment, pods, now());
  const image = deployment?.spec.template.spec.containers.find(({ name }) => name === 'model')?.image;
  return {
    ready: deployment ? pods.filter(isReady).length : 0,
    wanted: deployment ? wantedReplicas(deployment) : 1,
    restarts: pods.flatMap(({ status }) => status.containerStatuses).reduce((sum, one) => sum + one.restartCount, 0),
    gateways: await countAnswers(namespace, pods),
    differences,
    ...(image !== undefined && { image: image.slice(image.lastIndexOf('@') + 1) }),
    ...(traffic !== undefined && { traffic }),
    ...(trouble !== undefined && { trouble }),
  };
}

/** Of a Service that selects one release of the environment, whichever. */
function trafficOf(request: InspectRequest, service: ServiceObject | undefined): number | undefined {
  const { [releaseLabel]: release, ...rest } = service?.spec.selector ?? {};
  const ours = Object.entries(environmentLabels(request)).every(([label, value]) => rest[label] === value);
  return ours && /^[1-9]\d*$/.test(release ?? '') ? Number(release) : undefined;
}

function isReady({ status }: PodObject): boolean {
  return status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');
}

function findTrouble(deployment: DeploymentObject, pods: readonly PodObject[], now: number): string | undefined {
  const rollout = readRollout(deployment);
  if (rollout.state === 'done') return undefined;
  const fatal = findFatal(deployment, pods, now);
  // Never the container's own words: it serves applicants, and may print them.
  if (fatal) return sayFatal(fatal);
  return rollout.state === 'under way' ? rollout.detail : 'its Pods were not ready within the time that they have';
}

/** One that does not answer is left out: whether it can answer is told by its Pod. */
async function countAnswers(namespace: Namespace, pods: readonly PodObject[]): Promise<readonly GatewayCount[]> {
  const request = { method: 'GET', port: ports.gateway, path: '/-/counters', timeout } as const;
  const counted = await Promise.allSettled(
    pods
      .filter(isReady)
      .slice(0, asked)
      .map(async ({ metadata }) => {
        const { text } = await namespace.askPod(metadata.name, request);
        return { name: metadata.name, ...gatewayCounts.parse(JSON.parse(text)) };
      }),
  );
  return counted.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
