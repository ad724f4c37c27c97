import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Exchange } from '../../../activities/training/exchange/create-exchange';
import type { KubernetesSpec } from '../../../domain/project';
import type { JobTrainerSpec } from '../../../domain/retraining/policy';
import { describePreparation } from '../../../formats/kubernetes/describe-preparation';
import { startExchange } from '../training-exchange';
import { openDatasets, type OrderedDatasets } from '../training-order';
import { startCluster, type TestCluster } from './cluster';
import { makeServingImages } from './serving-images';

/** A cluster with all that Jobs of Steward need: images, rights as `steward environment prepare` prints them, an exchange. */
export interface JobWorld extends OrderedDatasets {
  readonly cluster: TestCluster;
  readonly folder: string;
  readonly namespace: string;
  readonly target: KubernetesSpec;
  readonly trainer: JobTrainerSpec;
  /** With a model server, to append models to. */
  readonly base: string;
  readonly carrierImage: string;
  /** Of the account with the prepared rights. */
  readonly kubeconfig: string;
  readonly exchange: Exchange;
  /** What the exchange could not do. */
  readonly faults: readonly unknown[];
  readonly exchangeUrl: string;
  inNamespace(...words: string[]): Promise<string>;
  /** Resolves when nothing is left of a retraining. */
  isGone(retraining?: number): Promise<void>;
  close(): Promise<void>;
}

/** With its datasets below `place`, under the restricted level. */
export async function openJobWorld(place?: string): Promise<JobWorld> {
  const cluster = await startCluster();
  const folder = place ?? (await mkdtemp(join(tmpdir(), 'job-world-')));
  const images = await makeServingImages(cluster.registry, (root) =>
    mkdir(join(root, 'steward'), { recursive: true }).then(() => undefined),
  );
  const carrierImage = await images.push('steward', 'carrier');
  const image = await images.push('team/trainer', 'trainer');
  const base = await images.push('bases/model-server', 'base');
  await images.close();
  const namespace = await cluster.makeNamespace();
  const resources = { cpu: '50m', memory: '256Mi' };
  const trainer: JobTrainerSpec = { image, namespace, resources };
  const target: KubernetesSpec = {
    ...{ kind: 'kubernetes', namespace, replicas: 1, recorderSecret: 'steward-recorder', resources },
    ...{ probesFrom: [], spoolMegabytes: 16 },
  };
  const file = join(folder, 'preparation.yaml');
  const of = { project: 'hmeq', environment: 'production' };
  await writeFile(file, describePreparation(of, target, { trainer, gate: true }));
  await cluster.kubectl('apply', '-f', file);
  const kubeconfig = join(folder, 'kubeconfig');
  await cluster.becomeAccount(kubeconfig, namespace, 'steward');
  const datasets = await openDatasets(folder);
  const { directory } = datasets;
  const served = await startExchange(datasets, { address: cluster.hostAddress });
  const { exchange, faults, url: exchangeUrl } = served;
  const inNamespace = (...words: string[]) => cluster.kubectl('-n', namespace, ...words);
  return {
    ...datasets,
    ...{ cluster, folder, namespace, target, trainer, base, carrierImage, kubeconfig },
    ...{ exchange, faults, exchangeUrl, inNamespace },
    isGone: async (retraining = 5) => {
      expect(await readdir(join(directory, '.exchange'))).toEqual([]);
      const label = `steward/retraining=${retraining}`;
      while ((await inNamespace('get', 'jobs,pods,secrets', '-l', label, '-o', 'name')) !== '') await wait(200);
    },
    close: async () => {
      served.close();
      await cluster.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
