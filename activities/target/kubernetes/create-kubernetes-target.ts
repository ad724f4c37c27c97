import { StewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { DeploymentRef, StageRequest, Target } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import { deploymentSchema, type DeploymentObject } from '../../../formats/kubernetes/objects';
import { contractRefusal } from '../contract-refusal';
import { writeCurl } from '../write-curl';
import { type Namespace, connectNamespace } from './connect-namespace';
import { describeBudget, describeDeployment, describeService, describeShared, notes } from './describe-objects';
import type { GatewayParts } from './describe-pod';
import { ports } from './describe-pod';
import { type ClusterSettings, loadConfig } from './load-config';
import { deploymentName, environmentLabels, environmentName, releaseLabel, releaseLabels } from './names';
import { observeRelease } from './observe-release';
import { describePlan } from './plan-release';
import { probeRelease } from './probe-release';
import { readServing, switchTraffic } from './switch-traffic';

export interface KubernetesTargetDeps {
  readonly cluster: ClusterSettings;
  /** Steward's own image by digest, which the scoring gateway runs from. */
  readonly gatewayImage: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

const anything = { parse: (value: unknown) => value };

/**
 * The target that runs models in a namespace of a cluster: one Deployment a release, and one Service an environment, whose
 * selector names the release that has the traffic. Only objects with our labels are touched.
 */
export function createKubernetesTarget(spec: KubernetesSpec, deps: KubernetesTargetDeps): Target {
  let connected: Promise<Namespace> | undefined;
  const connect = (): Promise<Namespace> =>
    (connected ??= loadConfig(deps.cluster, spec.context).then((config) => connectNamespace(config, spec.namespace)));
  const gateway: GatewayParts = { image: deps.gatewayImage };

  return {
    supports: contractRefusal,
    plan: async (request) => {
      const namespace = await connect();
      const serving = await readServing(namespace, request);
      const { release, label, image } = request;
      // What the cluster would refuse is said before anybody approves.
      for (const object of [
        ...describeShared(request, spec),
        describeDeployment(request, spec, gateway),
        describeService({ ...request, release, label, image }),
      ])
        await namespace.apply(object, anything, true);
      return describePlan(request, spec, gateway.image, serving);
    },
    stage: async (request) => {
      const namespace = await connect();
      const there = await namespace.get('Deployment', deploymentName(request), deploymentSchema);
      if (there) requireSame(request, there);
      for (const object of describeShared(request, spec)) await namespace.apply(object, anything);
      const { metadata } = await namespace.apply(describeDeployment(request, spec, gateway), deploymentSchema);
      await namespace.apply(describeBudget(request, metadata.uid ?? ''), anything);
    },
    observe: async (release) => observeRelease(await connect(), release, deps.now),
    probe: async (...what) => probeRelease(await connect(), ...what),
    switchTo: async (release, expectedPrevious) => switchTraffic(await connect(), release, expectedPrevious, deps),
    withdraw: async (release) => withdraw(await connect(), release),
    serving: async (environment) => readServing(await connect(), environment),
    deployments: async (environment) => {
      const found = await (await connect()).list('Deployment', environmentLabels(environment), deploymentSchema);
      return found
        .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
        .map(({ metadata }) => ({ ...environment, release: Number(metadata.labels?.[releaseLabel]) }));
    },
    endpoint: (environment, manifest) => {
      const host = `${environmentName(environment)}.${spec.namespace}.svc`;
      const address = `http://${host}:${ports.model}/v1/models/${environment.project}`;
      return { address, curl: writeCurl(address, manifest) };
    },
  };
}

/** A release never changes its image. */
function requireSame(request: StageRequest, { metadata }: DeploymentObject): void {
  const own = Object.entries(releaseLabels(request)).every(([label, value]) => metadata.labels?.[label] === value);
  if (!own) throw new StewardError('cluster_object_foreign', { what: `deployments/${metadata.name}` });
  const image = metadata.annotations?.[notes.image] ?? 'none';
  if (image === request.image) return;
  const { environment, release } = request;
  throw new StewardError('stage_conflict', { release: releaseName(release), environment, image });
}

async function withdraw(namespace: Namespace, release: DeploymentRef): Promise<void> {
  const serving = await readServing(namespace, release);
  if (serving?.release === release.release) {
    const { environment } = release;
    throw new StewardError('withdraw_serving', { release: releaseName(release.release), environment });
  }
  await namespace.remove('Deployment', deploymentName(release));
}
