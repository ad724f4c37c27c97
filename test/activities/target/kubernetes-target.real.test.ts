import { describeTarget } from '../../contracts/target';
import { clusterTools } from '../../support/kubernetes/cluster';
import { openKubernetesTarget } from './kubernetes-target-bench';

if (clusterTools === undefined)
  describe('kubernetes target', () => {
    it.skip('kubernetes target: needs a cluster (STEWARD_TEST_CLUSTER is not set)', () => undefined);
  });
else describeTarget('kubernetes target', openKubernetesTarget);
