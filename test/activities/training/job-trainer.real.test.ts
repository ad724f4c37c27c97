import { clusterTools } from '../../support/kubernetes/cluster';
import { describeTrainer } from '../../contracts/trainer';
import { type JobTrainerBench, openJobTrainer } from './job-trainer-bench';

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

describeOnCluster('a cluster', () => {
  let opened: Promise<JobTrainerBench> | undefined;
  const open = () => (opened ??= openJobTrainer());
  afterAll(async () => (await opened)?.close());

  describeTrainer('a trainer in a cluster', async () => ({ ...(await open()), close: () => Promise.resolve() }));
});
