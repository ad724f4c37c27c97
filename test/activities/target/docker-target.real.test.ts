import { clusterTools } from '../../support/kubernetes/cluster';
import { dockerProgram } from '../../support/docker-daemon';
import { registryProgram } from '../../support/registry-server';
import { describeTarget } from '../../contracts/target';
import { type DockerBench, openDockerTarget } from './docker-target-bench';

/** The images are made by the cluster's tools and lie in a registry. */
const hasAll = dockerProgram !== undefined && registryProgram !== undefined && clusterTools !== undefined;
const describeOnDocker = hasAll ? describe : describe.skip;

describeOnDocker('a Docker daemon', () => {
  let opened: Promise<DockerBench> | undefined;
  const open = () => (opened ??= openDockerTarget());
  afterAll(async () => (await opened)?.close());

  describeTarget('docker target', async () => ({ ...(await open()), close: () => Promise.resolve() }));
});
