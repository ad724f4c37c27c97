import type { TargetSpec } from '../../../domain/project';
import { chooseScoring } from '../../../domain/retraining/choose-scoring';

const resources = { cpu: '500m', memory: '1Gi' };
const kubernetes: TargetSpec = {
  ...{ kind: 'kubernetes', namespace: 'models', replicas: 1, resources, recorderSecret: 'steward-recorder' },
  ...{ probesFrom: [], spoolMegabytes: 256 },
};
const docker: TargetSpec = {
  ...{ kind: 'docker', port: 8501, address: '127.0.0.1', network: 'steward', resources, spoolMegabytes: 256 },
};

describe('where the gate scores', () => {
  it.each([
    ['in the cluster that a release would go to', kubernetes, true, 'cluster'],
    ['beside a builder that Pods do not reach', kubernetes, false, 'builder'],
    ['beside the builder for a Docker server', docker, true, 'builder'],
    ['beside the builder for this machine', { kind: 'local' }, true, 'builder'],
  ] as const)('the gate scores %s', (_, target, jobs, place) => {
    expect(chooseScoring(target, jobs)).toBe(place);
  });
});
