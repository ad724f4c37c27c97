import type { RetrainingView } from '../../cards/retraining-card';
import type { Comparison, Retraining } from '../../domain/retraining/retraining';
import { dana, digest, people, servingV3 } from './release-fixture';

export const dataset = {
  digest: digest('d47a5e'),
  rows: 4_412,
  events: 902,
  windows: [3, 4, 5],
  from: '2026-03-01T06:00:00.000Z',
  to: '2026-06-01T06:00:00.000Z',
  asOf: '2026-10-01T09:00:00.000Z',
};

export const comparison: Comparison = {
  window: 6,
  rowHash: digest('6a7e'),
  asOf: '2026-10-01T09:06:00.000Z',
  rows: 1_463,
  events: 297,
  champion: {
    version: 'v3',
    ks: 0.410213,
    interval: { low: 0.38104, high: 0.43927 },
    auc: 0.77412,
    direction: 'higher',
    scores: 'recorded',
  },
  candidate: {
    ks: 0.520338,
    interval: { low: 0.49102, high: 0.55221 },
    auc: 0.83411,
    direction: 'higher',
    scores: 'scored',
  },
  difference: 0.110125,
  interval: { low: 0.07133, high: 0.14982 },
  margin: 0.02,
  overlap: { candidate: 0, champion: 0 },
  better: true,
  why: {
    code: 'gate_better',
    details: { champion: 'v3', candidate: '0.520', serving: '0.410', difference: '0.110', low: '0.071', high: '0.150' },
  },
};

export const candidate: NonNullable<Retraining['candidate']> = {
  packageDigest: digest('c0ffee'),
  bytes: 812_345,
  metrics: {
    trainer: { name: 'steward-trainer', version: '0.1.0' },
    algorithm: 'Gradient boosting',
    outcome: { name: 'BAD', event: '1' },
    seed: 7,
    parameters: { depth: 5, learningRate: 0.1 },
    rounds: 180,
    split: {
      kind: 'time',
      column: 'scored_at',
      trainingRows: 3_530,
      trainingEvents: 722,
      validationRows: 882,
      validationEvents: 180,
      said: 'The newest 20 % of the rows by scored_at were kept from training: 882 of 4412 rows.',
    },
    metrics: [{ name: 'ks', value: 0.53124, dataset: 'validation', rows: 882 }],
    confusion: [],
    notes: [],
  },
};

export const retraining: Retraining = {
  number: 5,
  project: 'hmeq',
  environment: 'production',
  requester: { kind: 'person', objectId: dana },
  reason: 'the separation fell twice',
  alert: 9,
  requestedAt: '2026-10-01T09:00:00.000Z',
  state: 'collecting',
  revision: 1,
  policyHash: digest('90117c'),
};

export function retrainingView(changes: Partial<Retraining> = {}, more: Partial<RetrainingView> = {}): RetrainingView {
  return {
    retraining: { ...retraining, ...changes },
    title: 'hmeq',
    people,
    serving: servingV3,
    mayRequestRelease: false,
    limits: [],
    fullRecord: 'retraining t5',
    ...more,
  };
}
