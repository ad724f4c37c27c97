import { approvalsMissing, openDeciders, whyBarred } from '../../../domain/release/deciders';
import type { Decision } from '../../../domain/release/release';
import { decision, leader, modeller, requester, secondLeader, stranger, waitingRelease } from './waiting-release';

/** Waits for these people, of whom some decided. */
function listed(approvers: readonly string[], decisions: readonly Decision[] = []) {
  const { approval, ...release } = waitingRelease({}, decisions);
  return { ...release, ...(approval && { approval: { ...approval, approvers } }) };
}

describe('those who may decide on a release', () => {
  it('are the listed approvers but the requester and the modeller', () => {
    expect(openDeciders(listed([requester, leader, modeller, secondLeader]))).toEqual([leader, secondLeader]);
  });

  it('are not asked again once they decided', () => {
    expect(openDeciders(listed([leader, secondLeader], [decision(leader)]))).toEqual([secondLeader]);
  });

  it('are nobody before the approval is opened', () => {
    expect(openDeciders({ requester: { kind: 'person', objectId: requester }, modeller })).toEqual([]);
    expect(approvalsMissing({})).toBe(0);
  });

  it('are as many more as the quorum lacks', () => {
    expect(approvalsMissing(waitingRelease())).toBe(1);
    expect(approvalsMissing(waitingRelease({}, [decision(leader)]))).toBe(0);
    expect(approvalsMissing(waitingRelease({}, [decision(leader, 'reject')]))).toBe(1);
  });

  it('are not kept from it by four eyes, which say why they keep others', () => {
    const release = waitingRelease();
    expect([requester, modeller, leader, stranger].map((person) => whyBarred(release, person))).toEqual([
      'requester',
      'modeller',
      undefined,
      undefined,
    ]);
    expect(whyBarred(waitingRelease({ requester: { kind: 'system' } }), requester)).toBeUndefined();
  });
});
