import { StewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { DeploymentRef } from '../../../domain/ports/target';
import { gatewayCountersSchema } from '../../../formats/kubernetes/objects';
import type { Namespace } from './connect-namespace';
import { ports } from './describe-pod';
import { deploymentName } from './names';
import { readServing } from './read-serving';
import type { PodObject } from '../../../formats/kubernetes/objects';
import { getDeployment, listPods } from './release-state';

/** Milliseconds for a gateway to say what it holds. */
const timeout = 5_000;
/** Milliseconds that rows lie in a spool that flows: those of now go with the last batch, when the gateway is told to end. */
const flowing = 5_000;

/**
 * Removes a release that has no traffic, and what goes with it. Throws `withdraw_serving`; and `withdraw_rows_waiting`, to be
 * tried again, while its gateways hold rows that PostgreSQL does not have: they would go with their Pods.
 */
export async function withdrawRelease(namespace: Namespace, release: DeploymentRef): Promise<void> {
  const { environment } = release;
  const name = releaseName(release.release);
  if ((await readServing(namespace, release))?.release === release.release)
    throw new StewardError('withdraw_serving', { release: name, environment });
  const deployment = await getDeployment(namespace, release);
  if (!deployment) return;
  const rows = await countWaiting(namespace, release);
  if (rows > 0) throw new StewardError('withdraw_rows_waiting', { release: name, environment, rows });
  await namespace.remove('Deployment', deploymentName(release), deployment.metadata.uid);
}

/** Rows that do not flow to PostgreSQL, in the spools of all Pods whose gateway runs; one that cannot tell is asked again. */
async function countWaiting(namespace: Namespace, release: DeploymentRef): Promise<number> {
  let rows = 0;
  for (const pod of await listPods(namespace, release)) if (hasGateway(pod)) rows += await countIn(namespace, pod);
  return rows;
}

function hasGateway({ status }: PodObject): boolean {
  return status.containerStatuses.some(({ name, state }) => name === 'gateway' && state.running !== undefined);
}

async function countIn(namespace: Namespace, { metadata }: PodObject): Promise<number> {
  const request = { method: 'GET', port: ports.gateway, path: '/-/counters', timeout } as const;
  const { status, text } = await namespace.askPod(metadata.name, request);
  if (status !== 200)
    throw new StewardError('cluster_away', { why: `the gateway of ${metadata.name} answered with status ${status}` });
  const { spooled, oldestUnshippedMs, shipping } = gatewayCountersSchema.parse(JSON.parse(text));
  return shipping.state === 'flowing' && oldestUnshippedMs < flowing ? 0 : spooled.rows;
}
