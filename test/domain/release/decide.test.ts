import fc from 'fast-check';
import { type Click, decide, type DecisionPolicy } from '../../../domain/release/decide';
import type { Release } from '../../../domain/release/release';
import { type ReleaseState, releaseStates } from '../../../domain/release/states';
import {
  clickOf,
  decision,
  expiresAt,
  inTime,
  leader,
  modeller,
  policy,
  requester,
  secondLeader,
  shown,
  stranger,
  waitingRelease,
} from './waiting-release';

interface Case {
  readonly release: Release;
  readonly click: Click;
  readonly policy: DecisionPolicy;
}

const sound: Case = { release: waitingRelease(), click: clickOf(), policy };

function withDecision(one: Case, verb: 'approve' | 'reject'): Case {
  const { release, click } = one;
  if (!release.approval) return one;
  const decisions = [decision(click.person, verb)];
  return { ...one, release: { ...release, approval: { ...release.approval, decisions } } };
}

function withClick(one: Case, change: Partial<Click>): Case {
  return { ...one, click: { ...one.click, ...change } };
}

/** What can be wrong with a decision, in the order in which it is said; each takes a case and spoils it in one way. */
const refusals: readonly (readonly [string, (one: Case) => Case])[] = [
  ['approval_other_release', (one) => withClick(one, { release: 16 })],
  ['approval_repeated', (one) => withDecision(one, one.click.verb)],
  ['approval_not_waiting', (one) => ({ ...one, release: { ...one.release, state: 'approved' } })],
  ['approval_expired', (one) => withClick(one, { clickedAt: expiresAt })],
  [
    'approver_is_requester',
    (one) => ({ ...one, release: { ...one.release, requester: { kind: 'person', objectId: one.click.person } } }),
  ],
  [
    'approver_asked_retraining',
    (one) => ({
      ...one,
      release: { ...one.release, modeller: one.click.person },
      policy: { ...one.policy, retrained: true },
    }),
  ],
  ['approver_is_modeller', (one) => ({ ...one, release: { ...one.release, modeller: one.click.person } })],
  ['approver_not_listed', (one) => ({ ...one, policy: { ...one.policy, approvers: [secondLeader] } })],
  ['approval_repeated', (one) => withDecision(one, one.click.verb === 'approve' ? 'reject' : 'approve')],
  ['approval_outdated', (one) => withClick(one, { shown: `sha256:${'f'.repeat(64)}` })],
  ['approval_without_reason', (one) => withClick(one, { reason: ' \t ' })],
];

function outcomeOf(one: Case) {
  return decide(one.release, one.click, one.policy);
}

describe('decide', () => {
  it.each(refusals)('refuses with %s', (code, spoil) => {
    expect(outcomeOf(spoil(sound))).toMatchObject({ accepted: false, code, details: { release: 'r17' } });
  });

  it('a decision: refuses who asked to take over what others manage, as it does who asked for the release', () => {
    const takeOver = { by: sound.click.person, at: inTime, reason: 'edited by hand' };
    expect(decide({ ...sound.release, takeOver }, sound.click, sound.policy)).toMatchObject({
      accepted: false,
      code: 'approver_is_requester',
    });
    const another = { ...takeOver, by: stranger };
    expect(decide({ ...sound.release, takeOver: another }, sound.click, sound.policy)).toMatchObject({
      accepted: true,
    });
  });

  it('names the first of several obstacles, in the order of the rule', () => {
    const pairs = refusals.flatMap(([code, spoil], at) =>
      refusals.slice(at + 1).map(([, alsoSpoil]) => ({ code, outcome: outcomeOf(spoil(alsoSpoil(sound))) })),
    );
    expect(pairs.map(({ outcome }) => !outcome.accepted && outcome.code)).toEqual(pairs.map(({ code }) => code));
  });

  it('is outdated, too, when what would be released is no longer what was shown', () => {
    const outcome = outcomeOf({ ...sound, policy: { ...policy, subjectUnchanged: false } });
    expect(outcome).toMatchObject({ code: 'approval_outdated', details: { shown: '8c1f' } });
  });

  it('takes a click at the last moment, and none at the very end of the term', () => {
    expect(outcomeOf(withClick(sound, { clickedAt: inTime }))).toMatchObject({ accepted: true, state: 'approved' });
    expect(outcomeOf(withClick(sound, { clickedAt: expiresAt }))).toMatchObject({ code: 'approval_expired' });
  });

  it.each([
    ['eight', '8c1f0000', true],
    ['four', '8c1f', true],
    ['four in capitals', '8C1F', true],
    ['all with their name', shown, true],
    ['three', '8c1', false],
    ['no', '', false],
    ['four other', '8c1e', false],
    ['four from the middle', '0000', false],
    ['the name alone', 'sha256:', false],
    ['more than there are', `${shown}0`, false],
  ])('%s typed characters of the hash are enough: %s → %s', (_, typed, accepted) => {
    expect(outcomeOf(withClick(sound, { shown: typed })).accepted).toBe(accepted);
  });

  it('takes no prefix of another hash', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF') }), (typed) => {
        const fits = typed.length >= 4 && shown.slice(7).startsWith(typed.toLowerCase());
        expect(outcomeOf(withClick(sound, { shown: typed })).accepted).toBe(fits);
      }),
    );
  });

  it('lets nobody but a person be the requester whose approval is refused', () => {
    const release = waitingRelease({ requester: { kind: 'system' } });
    expect(outcomeOf({ ...sound, release, click: clickOf({ person: leader }) })).toMatchObject({ accepted: true });
  });

  it.each([
    ['one of two', 1, [leader, secondLeader], 'Lena Brandt or Leo Adler'],
    ['both', 2, [leader, secondLeader], 'Lena Brandt and Leo Adler'],
    ['two of three', 2, [leader, secondLeader, 'lars'], 'Two of Lena Brandt, Leo Adler and person lars'],
    [
      'one of many',
      1,
      [leader, secondLeader, 'lars', 'lisa', 'lou'],
      'Lena Brandt, Leo Adler, person lars or 2 others',
    ],
    ['nobody', 1, [modeller], 'Nobody'],
  ])('names who can decide to somebody who cannot: %s', (_, quorum, approvers, deciders) => {
    const outcome = outcomeOf({
      ...sound,
      policy: { ...policy, quorum, approvers },
      click: clickOf({ person: modeller }),
    });
    expect(outcome).toMatchObject({ code: 'approver_is_modeller', details: { version: 'v4', deciders } });
  });

  it('ends by one rejection, whatever the quorum', () => {
    const outcome = outcomeOf(withClick({ ...sound, policy: { ...policy, quorum: 5 } }, { verb: 'reject' }));
    expect(outcome).toEqual({ accepted: true, state: 'rejected', missing: 0 });
  });

  it('counts no approval of somebody who was removed from the approvers meanwhile', () => {
    const release = waitingRelease({}, [decision(secondLeader)]);
    const two = { ...policy, quorum: 2 };
    expect(decide(release, clickOf(), two)).toMatchObject({ state: 'approved', missing: 0 });
    expect(decide(release, clickOf(), { ...two, approvers: [leader] })).toMatchObject({ state: 'waiting', missing: 1 });
  });

  it('never changes what is not waiting', () => {
    const settled = releaseStates.filter((state): state is ReleaseState => state !== 'waiting');
    fc.assert(
      fc.property(fc.constantFrom(...settled), clicks, (state, click) => {
        expect(decide(waitingRelease({ state }), click, policy).accepted).toBe(false);
      }),
    );
  });

  it('approves only by so many different people, who neither asked for it nor made it', () => {
    fc.assert(
      fc.property(fc.array(clicks, { maxLength: 20 }), fc.integer({ min: 1, max: 3 }), (given, quorum) => {
        const everybody = { ...policy, approvers: [requester, modeller, leader, secondLeader, 'lars'], quorum };
        const end = given.reduce((release, click) => play(release, click, everybody), waitingRelease());
        const approvals = (end.approval?.decisions ?? []).filter(({ verb }) => verb === 'approve');
        const people = new Set(approvals.map(({ person }) => person));
        expect(people.size).toBe(approvals.length);
        expect([...people].filter((person) => [requester, modeller, stranger].includes(person as never))).toEqual([]);
        expect(end.state === 'approved').toBe(people.size >= quorum && end.state !== 'rejected');
      }),
    );
  });
});

const clicks: fc.Arbitrary<Click> = fc.record({
  release: fc.constantFrom(17, 17, 17, 16),
  person: fc.constantFrom(requester, modeller, leader, secondLeader, 'lars', stranger),
  verb: fc.constantFrom('approve', 'approve', 'approve', 'reject'),
  reason: fc.constantFrom('evidence reviewed', ''),
  shown: fc.constantFrom(shown, '8c1f', '8c1e'),
  clickedAt: fc.constantFrom(inTime, expiresAt),
});

/** The release after a click, as the decision's transaction writes it. */
function play(release: Release, click: Click, current: DecisionPolicy): Release {
  const outcome = decide(release, click, current);
  if (!outcome.accepted || !release.approval) return release;
  const decisions = [...release.approval.decisions, decision(click.person, click.verb)];
  return { ...release, state: outcome.state, approval: { ...release.approval, decisions } };
}
