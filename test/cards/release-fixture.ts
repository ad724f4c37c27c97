import type { Digest } from '../../domain/digest';
import type { Release, ReleaseEvidence, StepRecord } from '../../domain/release/release';
import { type ReleaseStep, releaseSteps, type StepState } from '../../domain/release/steps';
import type { ReleaseView } from '../../cards/release-card';

export const dana = '6f1e0c52-5f0e-4f0e-9d1a-0d4c7b1f2a01';
const bo = '2b7d9a10-8c3b-4a55-8f6e-51c0e4a7d902';
export const ana = 'a93c4f77-1d2e-4b6a-b0c8-7e5f3d2c1b03';
export const eva = 'c04d5e88-2e3f-4c7b-a1d9-8f604e3d2c04';

export const people = { [dana]: 'Dana Silva', [bo]: 'Bo Kim', [ana]: 'Ana Lee', [eva]: 'Eva Brandt' };

/** A digest whose first digits are given. */
export function digest(start: string): Digest {
  return `sha256:${start.padEnd(64, '0123456789abcdef')}`;
}

export const servingV3 = {
  release: 12,
  version: 'v3',
  packageDigest: digest('55aa01'),
  imageDigest: digest('0c12fe'),
  since: '2026-08-25T09:30:00.000Z',
};

export function steps(done: readonly ReleaseStep[], now?: ReleaseStep, state: StepState = 'running', detail?: string) {
  return releaseSteps.map((step): StepRecord => {
    if (done.includes(step)) return { step, state: 'done' };
    if (step !== now) return { step, state: 'open' };
    return detail === undefined ? { step, state } : { step, state, detail };
  });
}

export const prepared = ['check', 'build', 'plan'] as const;

export const approval = {
  shown: digest('8c1f'),
  quorum: 1,
  approvers: [ana, dana, bo, eva],
  openedAt: '2026-11-23T18:05:12.000Z',
  expiresAt: '2026-11-30T18:05:12.000Z',
  policyHash: digest('90117c'),
  decisions: [],
};

export const approvedByAna = {
  verb: 'approve' as const,
  person: ana,
  reason: 'KS is up, the two new categories are known',
  clickedAt: '2026-11-24T07:41:03.000Z',
  decidedAt: '2026-11-24T07:41:03.120Z',
};

export const evidence = {
  contract: {
    breaking: [],
    changes: ['input JOB knows two more categories: Trainee, Retired'],
    inputs: 12,
  },
  goldenRows: 24,
  declaredMetrics: [
    { name: 'ks', value: 0.53124, dataset: 'validation', rows: 596 },
    { name: 'auc', value: 0.84271, dataset: 'validation', rows: 596 },
  ],
  notes: ['the score is the probability of BAD=1, deduced from the label of the classify signature'],
  served: {
    version: 'v3',
    measured: { ks: 0.52618, interval: { low: 0.4791, high: 0.5733 }, direction: 'higher', rows: 1463, window: 6 },
  },
} as const satisfies ReleaseEvidence;

export const waiting: Release = {
  number: 17,
  project: 'hmeq',
  environment: 'production',
  kind: 'deploy',
  version: 'v4',
  packageDigest: digest('4d0e9b'),
  requester: { kind: 'person', objectId: dana },
  modeller: bo,
  reason: 'Quarterly refresh on the data up to September',
  requestedAt: '2026-11-23T18:05:02.000Z',
  state: 'waiting',
  attempt: 1,
  revision: 6,
  steps: steps(prepared, 'approve', 'running', 'waiting for one decision'),
  evidence,
  image: { digest: digest('77a310'), bytes: 1_204_224, base: 'scratch' },
  plan: {
    digest: digest('9b0c44'),
    lines: ['stage v4 (image 77a310012345) beside v3', 'send the traffic of /hmeq/production to v4', 'withdraw v3'],
  },
  previous: servingV3,
  approval,
};

export function view(release: Release, changes: Partial<ReleaseView> = {}): ReleaseView {
  return {
    release,
    title: 'hmeq',
    people,
    now: '2026-11-24T07:41:06.000Z',
    serving: servingV3,
    mayRetry: false,
    fullRecord: `history r${release.number}`,
    ...changes,
  };
}

/** The record as it is when something was never set. */
export function without<T extends object, K extends keyof T>(record: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)) as Omit<T, K>;
}

export const approved: Release = {
  ...waiting,
  state: 'approved',
  revision: 8,
  approval: { ...approval, decisions: [approvedByAna] },
  steps: steps([...prepared, 'approve'], 'push'),
};

export const servesV4 = {
  release: 17,
  version: 'v4',
  packageDigest: waiting.packageDigest,
  imageDigest: digest('77a310'),
  since: '2026-11-24T07:41:04.400Z',
};

/** Check has not run: nothing but the request is known. */
export const asked: Release = {
  number: 17,
  project: 'hmeq',
  environment: 'production',
  kind: 'deploy',
  version: 'v4',
  packageDigest: waiting.packageDigest,
  requester: waiting.requester,
  modeller: bo,
  requestedAt: waiting.requestedAt,
  state: 'preparing',
  attempt: 1,
  revision: 2,
  steps: steps([], 'check', 'running', 'fetching the package by its digest'),
};
