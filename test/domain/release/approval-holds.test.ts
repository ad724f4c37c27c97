import type { Decision, Release, ServingRecord } from '../../../domain/release/release';
import { approvalHolds } from '../../../domain/release/approval-holds';
import { decision, expiresAt, inTime, leader, policy, secondLeader, waitingRelease } from './waiting-release';

const serving: ServingRecord = {
  release: 12,
  version: 'v3',
  packageDigest: `sha256:${'1'.repeat(64)}`,
  imageDigest: `sha256:${'2'.repeat(64)}`,
  since: '2026-02-01T09:00:00.000Z',
};

function failed(decisions: readonly Decision[] = [decision(leader)], change: Partial<Release> = {}): Release {
  return waitingRelease({ state: 'failed', previous: serving, ...change }, decisions);
}

const two = { approvers: [leader, secondLeader], quorum: 2 };

function without(release: Release, ...keys: (keyof Release)[]): Release {
  return Object.fromEntries(
    Object.entries(release).filter(([key]) => !keys.includes(key as never)),
  ) as unknown as Release;
}

describe('an approval', () => {
  it.each([
    ['holds while its term lasts and the same serves', failed(), serving, inTime, true],
    ['ends with its term', failed(), serving, expiresAt, false],
    ['falls when another release serves', failed(), { ...serving, release: 13 }, inTime, false],
    ['falls when nothing serves any more', failed(), undefined, inTime, false],
    ['does not hold when nobody approved', failed([]), serving, inTime, false],
    ['is not made of a rejection', failed([decision(leader, 'reject')]), serving, inTime, false],
  ])('%s', (_, release, now, at, holds) => {
    expect(approvalHolds(release, now, at, policy)).toBe(holds);
  });

  it('needs as many people as are asked for now, who may still decide now', () => {
    const both = failed([decision(leader), decision(secondLeader)]);
    expect(approvalHolds(both, serving, inTime, two)).toBe(true);
    expect(approvalHolds(failed([decision(leader)]), serving, inTime, two)).toBe(false);
    expect(approvalHolds(both, serving, inTime, { approvers: [leader], quorum: 2 })).toBe(false);
    expect(approvalHolds(both, serving, inTime, { approvers: [leader], quorum: 1 })).toBe(true);
  });

  it('holds for a first release, before which nothing served', () => {
    const first = without(failed(), 'previous');
    expect(approvalHolds(first, undefined, inTime, policy)).toBe(true);
    expect(approvalHolds(first, serving, inTime, policy)).toBe(false);
  });

  it('does not hold before there is a plan', () => {
    const unplanned = without(failed(), 'plan');
    expect(approvalHolds(unplanned, serving, inTime, policy)).toBe(false);
  });

  it('is not needed by a rollback, whatever the time', () => {
    const rollback = without(failed([], { kind: 'rollback' }), 'approval');
    expect(approvalHolds(rollback, serving, expiresAt, policy)).toBe(true);
    expect(approvalHolds(rollback, undefined, expiresAt, policy)).toBe(false);
  });
});
