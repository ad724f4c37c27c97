import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createKubernetesTarget } from '../../../activities/target/kubernetes/create-kubernetes-target';
import type { KubernetesSpec } from '../../../domain/project';
import type { TargetUnderTest } from '../../contracts/target';
import { createTestDatabase } from '../../support/databases';
import { type TestCluster, startCluster } from '../../support/kubernetes/cluster';
import { relayTo } from '../../support/kubernetes/relay';
import { modelServerCommand } from '../../support/kubernetes/serving-images';
import { publishServingModels, withLongContract } from './serving-models';

const project = 'gone';

export interface KubernetesBench extends TargetUnderTest {
  readonly cluster: TestCluster;
  readonly namespace: string;
  readonly spec: KubernetesSpec;
  /** Ends all Pods at once, so that the node has room for what comes. */
  clear(): Promise<void>;
  /** PostgreSQL for gateways, as Pods reach it. */
  readonly recorderUrl: string;
  /** A client of its own, for another way of describing the namespace. */
  targetFor(spec: KubernetesSpec, kubeconfig?: string, now?: () => number): TargetUnderTest['target'];
}

/** Real packages in real images, on a real cluster. */
export async function openKubernetesTarget(): Promise<KubernetesBench> {
  const cluster = await startCluster();
  const folder = await mkdtemp(join(tmpdir(), 'kubernetes-target-'));
  const { models, gatewayImage } = await publishServingModels(cluster.registry, folder, project);
  const namespace = await cluster.makeNamespace();
  const database = await createTestDatabase();
  const relay = await relayTo(new URL(database.gatewayUrl), cluster.hostAddress);
  const secret = ['create', 'secret', 'generic', 'steward-recorder', `--from-literal=database-url=${relay.url}`];
  await cluster.kubectl('-n', namespace, ...secret);
  const spec: KubernetesSpec = {
    ...{
      kind: 'kubernetes',
      namespace,
      replicas: 1,
      recorderSecret: 'steward-recorder',
      probesFrom: [],
      spoolMegabytes: 16,
    },
    resources: { cpu: '50m', memory: '256Mi' },
  };
  const targetFor = (of: KubernetesSpec, kubeconfig = cluster.kubeconfig, now = Date.now) =>
    createKubernetesTarget(of, {
      ...{ cluster: { kubeconfig }, gatewayImage, now, pause: (ms: number) => wait(ms) },
      imageName: (name, image) => `${cluster.registry}/models/${name}@${image}`,
    });
  return {
    ...{ target: targetFor(spec), targetFor, models, project, cluster, namespace, spec },
    server: { command: modelServerCommand },
    recorderUrl: relay.url,
    clear: async () => {
      await cluster.kubectl('-n', namespace, 'delete', 'deployments,services', '--all');
      await cluster.kubectl('-n', namespace, 'delete', 'pods', '--all', '--force', '--grace-period=0');
    },
    refused: (manifest) => ({ manifest: withLongContract(manifest), says: { code: 'contract_too_long' } }),
    shellFor: async (address) => {
      const { hostname, port } = new URL(address);
      const service = hostname.split('.')[0] ?? '';
      const ip = await cluster.kubectl('-n', namespace, 'get', 'service', service, '-o', 'jsonpath={.spec.clusterIP}');
      // As a resolver of the cluster would.
      await writeFile(join(folder, '.curlrc'), `resolve = "${hostname}:${port}:${ip}"\n`);
      return { ...process.env, CURL_HOME: folder };
    },
    close: async () => {
      await cluster.close();
      await relay.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
