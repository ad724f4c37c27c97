import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createExchange, type Exchange } from '../../../activities/training/exchange/create-exchange';
import { createExchangeServer } from '../../../activities/training/exchange/serve-exchange';
import { createJobTrainer, type JobTrainerDeps } from '../../../activities/training/kubernetes/create-job-trainer';
import type { Trainer, TrainingOrder } from '../../../domain/ports/trainer';
import type { KubernetesSpec } from '../../../domain/project';
import type { JobTrainerSpec } from '../../../domain/retraining/policy';
import { describePreparation } from '../../../formats/kubernetes/describe-preparation';
import type { TrainerRunUnderTest, TrainerUnderTest } from '../../contracts/trainer';
import { startCluster, type TestCluster } from '../../support/kubernetes/cluster';
import { makeServingImages } from '../../support/kubernetes/serving-images';
import { makeOrder, openDatasets, type OrderedDatasets } from '../../support/training-order';

export interface JobTrainerBench extends TrainerUnderTest, OrderedDatasets {
  readonly cluster: TestCluster;
  readonly namespace: string;
  readonly spec: JobTrainerSpec;
  /** Steward's programs with Node, by digest: what carries a Job's files, and what stands for model servers too. */
  readonly stewardImage: string;
  /** Of the account with the prepared rights. */
  readonly kubeconfig: string;
  readonly exchange: Exchange;
  /** What the exchange could not do. */
  readonly faults: readonly unknown[];
  readonly exchangeUrl: string;
  /** Resolves when nothing is left of a retraining. */
  isGone(retraining?: number): Promise<void>;
  trainerOf(spec: JobTrainerSpec, isCalledOff: JobTrainerDeps['isCalledOff'], deps?: Partial<JobTrainerDeps>): Trainer;
  run(
    spec: Partial<JobTrainerSpec>,
    change?: Partial<TrainingOrder>,
    deps?: Partial<JobTrainerDeps>,
  ): TrainerRunUnderTest & { readonly scratch: string };
}

/** With its datasets below `place`. The trainer in a cluster, under the rights that `steward environment prepare` prints and the restricted level. */
export async function openJobTrainer(place?: string): Promise<JobTrainerBench> {
  const cluster = await startCluster();
  const folder = place ?? (await mkdtemp(join(tmpdir(), 'job-trainer-')));
  const images = await makeServingImages(cluster.registry, (root) =>
    mkdir(join(root, 'steward'), { recursive: true }).then(() => undefined),
  );
  const stewardImage = await images.push('steward', 'carrier');
  const image = await images.push('team/trainer', 'trainer');
  await images.close();
  const namespace = await cluster.makeNamespace();
  const spec: JobTrainerSpec = { image, namespace, resources: { cpu: '50m', memory: '256Mi' } };
  const kubeconfig = await prepare(cluster, folder, spec);
  const datasets = await openDatasets(folder);
  const { directory, store, dataset } = datasets;
  const exchange = createExchange({ directory, now: Date.now, randomBytes });
  const faults: unknown[] = [];
  const server = createExchangeServer({ exchange, datasets: store, report: (error) => faults.push(error) });
  server.listen(0, cluster.hostAddress);
  await once(server, 'listening');
  const exchangeUrl = `http://${cluster.hostAddress}:${(server.address() as AddressInfo).port}`;
  const trainerOf: JobTrainerBench['trainerOf'] = (of, isCalledOff, deps) =>
    createJobTrainer(of, {
      ...{ cluster: { kubeconfig }, exchange, exchangeUrl, carrierImage: stewardImage, randomBytes, now: Date.now },
      isCalledOff,
      pause: (ms) => wait(ms / 4),
      ...deps,
    });
  const run: JobTrainerBench['run'] = (ofSpec, change, deps) => {
    const { order, ...made } = makeOrder(folder, dataset, change);
    const train = trainerOf({ ...spec, ...ofSpec }, () => Promise.resolve(order.signal.aborted), deps);
    return { ...made, scratch: order.scratch, ended: train(order) };
  };
  return {
    ...datasets,
    ...{ cluster, namespace, spec, stewardImage, kubeconfig, exchange, faults, exchangeUrl, trainerOf, run },
    enough: 12_000,
    train: (code, change) => run({ command: ['node', '-e', code] }, change),
    isGone: async (retraining = 5) => {
      expect(await readdir(join(directory, '.exchange'))).toEqual([]);
      const list = [
        '-n',
        namespace,
        'get',
        'jobs,pods,secrets',
        '-l',
        `steward/retraining=${retraining}`,
        '-o',
        'name',
      ];
      while ((await cluster.kubectl(...list)) !== '') await wait(200);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await cluster.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function prepare(cluster: TestCluster, folder: string, trainer: JobTrainerSpec): Promise<string> {
  const { namespace } = trainer;
  const target: KubernetesSpec = {
    ...{ kind: 'kubernetes', namespace, replicas: 1, recorderSecret: 'steward-recorder' },
    ...{ resources: { cpu: '50m', memory: '256Mi' }, probesFrom: [], spoolMegabytes: 16 },
  };
  const file = join(folder, 'preparation.yaml');
  await writeFile(file, describePreparation({ project: 'hmeq', environment: 'production' }, target, trainer));
  await cluster.kubectl('apply', '-f', file);
  const kubeconfig = join(folder, 'kubeconfig');
  await cluster.becomeAccount(kubeconfig, namespace, 'steward');
  return kubeconfig;
}
