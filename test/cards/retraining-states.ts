import type { RetrainingView } from '../../cards/retraining-card';
import { candidate, comparison, dataset, retrainingView } from './retraining-fixture';
import { dana } from './release-fixture';

const progress = { share: 0.42, round: 76, at: '2026-10-01T09:00:20.000Z' };
const spec = {
  contract: { outcome: { name: 'BAD', event: '1' } },
  seed: 7,
  parameters: { depth: 5, learningRate: 0.1 },
};
const endedAt = '2026-10-01T09:02:00.000Z';
const registered = {
  state: 'registered',
  revision: 9,
  dataset,
  spec,
  candidate,
  comparison,
  version: 'v4',
  endedAt,
} as const;
const recurring = { candidate: 312 };
const notBetter = {
  ...comparison,
  overlap: recurring,
  better: false,
  difference: 0.0121,
  interval: { low: -0.0113, high: 0.0352 },
  candidate: { ...comparison.candidate, ks: 0.4223, interval: { low: 0.3921, high: 0.4519 } },
  why: {
    code: 'gate_margin_not_reached',
    details: { champion: 'v3', candidate: '0.422', serving: '0.410', difference: '0.012', margin: 0.02 },
  },
} as const;

/** Every state of a retraining's card, by the name of its golden files. */
export const retrainingStates: Readonly<Record<string, RetrainingView>> = {
  collecting: retrainingView(),
  training: retrainingView({ state: 'training', revision: 3, dataset, spec, progress }),
  'training-cancel-asked': retrainingView({
    state: 'training',
    revision: 4,
    dataset,
    spec,
    progress,
    cancelRequested: { by: dana, at: '2026-10-01T09:00:30.000Z' },
  }),
  checking: retrainingView({ state: 'checking', revision: 5, dataset, spec, candidate }),
  comparing: retrainingView({ state: 'comparing', revision: 6, dataset, spec, candidate }),
  registering: retrainingView({ state: 'registering', revision: 7, dataset, spec, candidate, comparison }),
  registered: retrainingView(
    {
      ...registered,
      release: 18,
      requester: { kind: 'system' },
      ending: {
        code: 'retraining_registered',
        details: { version: 'v4', release: 'r18', environment: 'production' },
      },
    },
    {
      intendedUse: 'Scores the chance of BAD = 1 in production of hmeq. People decide on its release.',
      limits: ['Outcomes are known only of applicants who were accepted.', 'It learnt from windows 3, 4 and 5.'],
    },
  ),
  'registered-no-release': retrainingView(
    {
      ...registered,
      ending: {
        code: 'retraining_registered_only',
        details: { version: 'v4', environment: 'production', why: 'r17 is open there' },
      },
    },
    { mayRequestRelease: true },
  ),
  'registered-bare': retrainingView({ ...registered, release: 18 }),
  'not-better': retrainingView({
    state: 'not_better',
    revision: 8,
    dataset,
    spec,
    candidate,
    comparison: notBetter,
    ending: notBetter.why,
    endedAt,
  }),
  'failed-data': retrainingView({
    state: 'failed',
    revision: 2,
    ending: {
      code: 'retraining_rows_too_few',
      details: { windows: 3, gate: 6, events: 41, nonEvents: 390, minimum: 100 },
    },
    endedAt,
  }),
  'failed-training': retrainingView({
    state: 'failed',
    revision: 4,
    dataset,
    spec,
    progress,
    ending: { code: 'training_timed_out', details: { limit: '1 hour', log: 't5.log' } },
    endedAt,
  }),
  'failed-check': retrainingView({
    state: 'failed',
    revision: 6,
    dataset,
    spec,
    candidate,
    ending: {
      code: 'candidate_golden_differs',
      details: { row: 3, got: 0.31, expected: 0.12, count: 5, rows: 24 },
    },
    endedAt,
  }),
  cancelled: retrainingView({
    state: 'cancelled',
    revision: 5,
    dataset,
    spec,
    cancelRequested: { by: dana, at: '2026-10-01T09:00:30.000Z' },
    ending: { code: 'retraining_cancelled', details: { retraining: 't5' } },
    endedAt,
  }),
};
