import { releaseBody, retrainingBody } from '../../api/overview-work';
import type { Release } from '../../domain/release/release';
import { releaseSteps } from '../../domain/release/steps';
import type { Retraining } from '../../domain/retraining/retraining';
import {
  ana,
  approval,
  approved,
  approvedByAna,
  asked,
  dana,
  people,
  prepared,
  steps,
  waiting,
} from '../cards/release-fixture';
import { candidate, dataset, retraining } from '../cards/retraining-fixture';

interface Body {
  readonly stateWords: string;
  readonly steps: readonly { readonly name: string; readonly state: string; readonly words?: string }[];
}

const now = '2026-11-24T07:41:06.000Z';

function shown(release: Release, at = now): Body {
  return releaseBody(release, people, at) as Body;
}

/** `Check done, Build running` */
function standing({ steps: all }: Body): string {
  return all.map(({ name, state }) => `${name} ${state}`).join(', ');
}

const tail = 'Push todo, Stage todo, Verify todo, Switch todo, Record todo';

describe('a release in the overview', () => {
  it('says who asked for it, when, and under which workflow it runs', () => {
    expect(releaseBody(waiting, people, now)).toMatchObject({
      name: 'r17',
      version: 'v4',
      state: 'waiting',
      stateWords: 'Waiting for approval',
      requestedBy: 'Dana Silva',
      requestedAt: '2026-11-23T18:05:02.000Z',
      endedAt: null,
      shown: '8c1f',
      workflowId: 'release/hmeq/production',
    });
  });

  it.each<[string, Release, string]>([
    [
      'has all its steps before it at first',
      { ...asked, steps: steps([]) },
      `Check todo, Build todo, Plan todo, Approve todo, ${tail}`,
    ],
    [
      'tells the step that runs',
      { ...asked, steps: steps(['check'], 'build') },
      `Check done, Build running, Plan todo, Approve todo, ${tail}`,
    ],
    [
      'waits, and does not run, while people decide',
      waiting,
      `Check done, Build done, Plan done, Approve waiting, ${tail}`,
    ],
    [
      'failed in the step that failed, and did not run those after it',
      { ...approved, state: 'failed', endedAt: now, steps: steps([...prepared, 'approve', 'push'], 'stage', 'failed') },
      'Check done, Build done, Plan done, Approve done, Push done, Stage failed, Verify todo, Switch todo, Record todo',
    ],
    [
      'failed in the step that was cut off when nobody could mark it',
      { ...approved, state: 'failed', endedAt: now },
      'Check done, Build done, Plan done, Approve done, Push failed, Stage todo, Verify todo, Switch todo, Record todo',
    ],
    [
      'runs nothing once it is superseded',
      { ...waiting, state: 'superseded', endedAt: now },
      `Check done, Build done, Plan done, Approve skipped, ${tail}`,
    ],
    [
      'runs nothing once it is expired',
      { ...waiting, state: 'expired', endedAt: now },
      `Check done, Build done, Plan done, Approve skipped, ${tail}`,
    ],
    [
      'needs no approval for a rollback',
      { ...approved, kind: 'rollback', steps: steps(prepared, 'approve', 'skipped') },
      `Check done, Build done, Plan done, Approve skipped, ${tail}`,
    ],
    [
      'still records when it serves already',
      { ...approved, state: 'serving', endedAt: now, steps: steps(releaseSteps.slice(0, -1), 'record') },
      'Check done, Build done, Plan done, Approve done, Push done, Stage done, Verify done, Switch done, Record running',
    ],
  ])('%s', (_what, release, expected) => {
    expect(standing(shown(release))).toBe(expected);
  });

  it('gives a step the words of its record', () => {
    const approve = shown(waiting).steps.find(({ name }) => name === 'Approve');
    expect(approve).toEqual({ name: 'Approve', state: 'waiting', words: 'waiting for one decision' });
  });

  it('does not say that it waits for an approval when the term is over and the expiry is not recorded yet', () => {
    expect(shown(waiting, approval.expiresAt).stateWords).toBe('The term for a decision is over');
  });
});

describe('the approval of a release in the overview', () => {
  const of = (release: Release, at = now): unknown =>
    (releaseBody(release, people, at) as { approval: unknown }).approval;

  it('names those who may decide, and those whom four eyes keep from it', () => {
    expect(of(waiting)).toEqual({
      needed: 1,
      approvedBy: [],
      mayDecide: ['Ana Lee', 'Eva Brandt'],
      mayNot: [
        { name: 'Dana Silva', why: 'requester' },
        { name: 'Bo Kim', why: 'modeller' },
      ],
    });
  });

  it('does not ask those again who approved, nor a leader who asked for the retraining', () => {
    const retrained: Release = {
      ...waiting,
      requester: { kind: 'system' },
      modeller: ana,
      approval: { ...approval, quorum: 2, decisions: [{ ...approvedByAna, person: dana }] },
    };
    expect(of(retrained)).toEqual({
      needed: 2,
      approvedBy: ['Dana Silva'],
      mayDecide: ['Bo Kim', 'Eva Brandt'],
      mayNot: [{ name: 'Ana Lee', why: 'modeller' }],
    });
  });

  it('is null while nobody is asked, when it is given, and when the term is over', () => {
    expect([asked, approved].map((release) => of(release))).toEqual([null, null]);
    expect(of(waiting, approval.expiresAt)).toBeNull();
  });
});

describe('a retraining in the overview', () => {
  const of = (change: Partial<Retraining>): Body => retrainingBody({ ...retraining, ...change }) as Body;

  it.each<[string, Partial<Retraining>, string]>([
    ['begins with its data', {}, 'Data running, Train todo, Check todo, Compare todo, Register todo'],
    [
      'has done all once it registered',
      { state: 'registered', version: 'v5', endedAt: now },
      'Data done, Train done, Check done, Compare done, Register done',
    ],
    [
      'registers nothing that is not better',
      { state: 'not_better', endedAt: now },
      'Data done, Train done, Check done, Compare done, Register skipped',
    ],
    [
      'failed in the step that its record ends with',
      { state: 'failed', dataset, endedAt: now },
      'Data done, Train failed, Check todo, Compare todo, Register todo',
    ],
    [
      'failed in one of two steps that leave nothing behind',
      { state: 'failed', dataset, candidate, endedAt: now },
      'Data done, Train done, Check failed, Compare failed, Register todo',
    ],
    [
      'did not fail where it was cancelled',
      { state: 'cancelled', dataset, endedAt: now },
      'Data done, Train skipped, Check todo, Compare todo, Register todo',
    ],
  ])('%s', (_what, change, expected) => {
    expect(standing(of(change))).toBe(expected);
  });

  it('repeats how far the trainer says that it is', () => {
    const progress = { share: 0.62, round: 31, at: now };
    expect(of({ state: 'training', dataset, progress }).steps[1]).toEqual({
      name: 'Train',
      state: 'running',
      words: '62 % done, round 31 (as the trainer says)',
    });
  });

  it('names what it registered, the release that asks for it, and its workflow', () => {
    expect(
      retrainingBody({ ...retraining, state: 'registered', version: 'v5', release: 18, endedAt: now }),
    ).toMatchObject({
      name: 't5',
      version: 'v5',
      release: 'r18',
      stateWords: 'Registered as challenger',
      endedAt: now,
      workflowId: 'retrain/hmeq/production',
    });
    expect(retrainingBody(retraining)).toMatchObject({ version: null, release: null, endedAt: null });
  });
});
