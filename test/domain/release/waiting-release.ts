import type { Digest } from '../../../domain/digest';
import type { Click, DecisionPolicy } from '../../../domain/release/decide';
import type { Decision, Release } from '../../../domain/release/release';
import { releaseSteps } from '../../../domain/release/steps';

export const [requester, modeller, leader, secondLeader, stranger] = ['rita', 'mona', 'lena', 'leo', 'sam'] as const;

export const shown: Digest = `sha256:8c1f${'0'.repeat(60)}`;
export const expiresAt = '2026-03-08T09:00:00.000Z';
export const inTime = '2026-03-08T08:59:59.999Z';

/** A release that waits for one approval. */
export function waitingRelease(change: Partial<Release> = {}, decisions: readonly Decision[] = []): Release {
  return {
    number: 17,
    project: 'hmeq',
    environment: 'production',
    kind: 'deploy',
    version: 'v4',
    packageDigest: `sha256:${'a'.repeat(64)}`,
    requester: { kind: 'person', objectId: requester },
    modeller,
    requestedAt: '2026-03-01T08:59:00.000Z',
    state: 'waiting',
    attempt: 1,
    revision: 9,
    steps: releaseSteps.map((step) => ({ step, state: 'open' })),
    image: { digest: `sha256:${'b'.repeat(64)}`, bytes: 1_000, base: 'scratch' },
    plan: { digest: `sha256:${'c'.repeat(64)}`, lines: ['starts a model server'] },
    approval: {
      shown,
      quorum: 1,
      approvers: [leader, secondLeader],
      openedAt: '2026-03-01T09:00:00.000Z',
      expiresAt,
      policyHash: `sha256:${'d'.repeat(64)}`,
      decisions,
    },
    ...change,
  };
}

export function decision(person: string, verb: Decision['verb'] = 'approve'): Decision {
  const at = '2026-03-02T10:00:00.000Z';
  return { person, verb, reason: 'evidence reviewed', clickedAt: at, decidedAt: at };
}

export function clickOf(change: Partial<Click> = {}): Click {
  return {
    release: 17,
    person: leader,
    verb: 'approve',
    reason: 'evidence reviewed',
    shown,
    clickedAt: inTime,
    ...change,
  };
}

export const policy: DecisionPolicy = {
  approvers: [leader, secondLeader],
  quorum: 1,
  subjectUnchanged: true,
  retrained: false,
  names: { [leader]: 'Lena Brandt', [secondLeader]: 'Leo Adler' },
};
