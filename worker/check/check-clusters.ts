import { inspectNamespace, type NamespaceInspection } from '../../activities/target/kubernetes/inspect-namespace';
import type { Checked } from '../../domain/check';
import { StewardError } from '../../domain/errors';
import type { KubernetesSpec } from '../../domain/project';
import { type Found, leftOut, type Look, runLooks } from './run-looks';

export interface ClusterPlace {
  readonly project: string;
  readonly environment: string;
  readonly spec: KubernetesSpec;
}

export interface ClusterParts {
  readonly kubeconfig: string | undefined;
  readonly gatewayImage: string | undefined;
}

/** Each environment of the applied project files that releases to a cluster. */
export async function checkClusters(places: readonly ClusterPlace[], parts: ClusterParts): Promise<readonly Checked[]> {
  if (places.length === 0) return leftOut('Kubernetes', 'no applied project file releases to a cluster');
  const checked: Checked[] = [];
  for (const place of places) checked.push(...(await checkPlace(place, parts)));
  return checked;
}

function checkPlace(place: ClusterPlace, { kubeconfig, gatewayImage }: ClusterParts): Promise<readonly Checked[]> {
  const { spec, environment } = place;
  const { namespace, recorderSecret, pullSecret } = spec;
  const title = `${place.project} ${environment}`;
  const inspection = inspectNamespace(spec, kubeconfig === undefined ? {} : { kubeconfig });
  const secrets = [
    { secret: recorderSecret, key: 'database-url' },
    ...(pullSecret === undefined ? [] : [{ secret: pullSecret, key: '.dockerconfigjson' }]),
  ];
  const looks: readonly Look[] = [
    {
      what: `${title}: gateway image`,
      look: () => {
        if (gatewayImage !== undefined) return Promise.resolve(gatewayImage);
        throw new StewardError('setting_missing_for_target', { target: spec.kind, setting: 'STEWARD_GATEWAY_IMAGE' });
      },
    },
    { what: `${title}: cluster`, gate: true, look: () => lookAtServer(inspection) },
    {
      what: `${title}: namespace`,
      gate: true,
      look: async () => ((await inspection.there()) ? namespace : { leftOut: 'its own object may not be read' }),
    },
    { what: `${title}: rights`, look: () => lookAtRights(inspection, place) },
    ...secrets.map(({ secret, key }) => ({
      what: `${title}: Secret ${secret}`,
      look: () => lookAtSecret(inspection, place, { secret, key }),
    })),
    {
      what: `${title}: Pod Security`,
      look: async () =>
        (await inspection.admitsPod(gatewayImage ?? 'steward'))
          ? 'a Pod as ours would be let in'
          : { leftOut: 'this account makes no Pods itself' },
    },
  ];
  const route = kubeconfig === undefined ? "this Pod's ServiceAccount and CA" : `kubeconfig ${kubeconfig}`;
  return runLooks(spec.context === undefined ? route : `${route}, context ${spec.context}`, looks);
}

async function lookAtServer(inspection: NamespaceInspection): Promise<Found> {
  const { address, version, account } = await inspection.server();
  return `${version} at ${address}, as ${account}`;
}

async function lookAtRights(inspection: NamespaceInspection, { spec, environment }: ClusterPlace): Promise<Found> {
  const missing = await inspection.missingRights();
  if (missing.length === 0) return 'all that releases need';
  const { account } = await inspection.server();
  const { namespace } = spec;
  throw new StewardError('check_cluster_rights', { namespace, account, missing: missing.join(', '), environment });
}

async function lookAtSecret(
  inspection: NamespaceInspection,
  { spec: { namespace }, environment }: ClusterPlace,
  { secret, key }: { readonly secret: string; readonly key: string },
): Promise<Found> {
  const there = await inspection.hasSecret(secret, key);
  if (there === undefined) return { leftOut: 'it may not be read, which is right' };
  if (!there) throw new StewardError('check_cluster_secret', { namespace, secret, key, environment });
  return `it has ${key}`;
}
