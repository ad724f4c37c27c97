import { renderReleaseCard, type ReleaseView } from '../../cards/release-card';
import { reasonInputs } from '../../cards/verbs';
import { releaseStates as stateNames } from '../../domain/release/states';
import { ana, approval, approvedByAna, dana, eva, view, waiting } from './release-fixture';

type Action = {
  readonly type: string;
  readonly title: string;
  readonly card?: { readonly actions: readonly Action[] };
};

function actionsOf(state: ReleaseView): readonly Action[] {
  return (renderReleaseCard(state).json['actions'] ?? []) as readonly Action[];
}

function mentionedBy(state: ReleaseView): readonly string[] {
  const { entities } = renderReleaseCard(state).json['msteams'] as {
    readonly entities?: readonly { readonly mentioned: { readonly id: string } }[];
  };
  return (entities ?? []).map(({ mentioned }) => mentioned.id);
}

const data = { release: 17, revision: 6, shown: approval.shown };

describe('release card: buttons', () => {
  it('a decision carries release, revision and what was shown, and nothing else', () => {
    const inner = actionsOf(view(waiting)).flatMap((action) => action.card?.actions ?? []);
    expect(inner).toEqual([
      expect.objectContaining({ type: 'Action.Execute', verb: 'approve', data }),
      expect.objectContaining({ type: 'Action.Execute', verb: 'reject', data }),
    ]);
    expect(inner).toEqual([
      expect.objectContaining({ fallback: expect.objectContaining({ data: { ...data, verb: 'approve' } }) as unknown }),
      expect.objectContaining({ fallback: expect.objectContaining({ data: { ...data, verb: 'reject' } }) as unknown }),
    ]);
  });

  it('each decision has a reason input of its own', () => {
    const json = JSON.stringify(renderReleaseCard(view(waiting)).json);
    for (const id of [reasonInputs.approve, reasonInputs.reject]) expect(json.split(`"id":"${id}"`)).toHaveLength(2);
  });

  it.each(stateNames.filter((state) => state !== 'waiting'))('nothing can be decided in state %s', (state) => {
    const titles = actionsOf(view({ ...waiting, state }, { mayRetry: true })).map(({ title }) => title);
    expect(titles).toEqual(state === 'failed' ? ['Retry', 'Details'] : ['Details']);
  });

  it('nothing can be decided once the term is over, to the millisecond', () => {
    const before = view(waiting, { now: '2026-11-30T18:05:11.999Z' });
    expect(actionsOf(before).map(({ title }) => title)).toEqual(['Approve…', 'Reject…', 'Details']);
    const after = view(waiting, { now: approval.expiresAt });
    expect(actionsOf(after).map(({ title }) => title)).toEqual(['Details']);
  });

  it('retry is offered only while it would go on', () => {
    const titles = (mayRetry: boolean) =>
      actionsOf(view({ ...waiting, state: 'failed' }, { mayRetry })).map(({ title }) => title);
    expect(titles(true)).toEqual(['Retry', 'Details']);
    expect(titles(false)).toEqual(['Details']);
  });
});

describe('release card: who is called', () => {
  it('only those who may still decide: neither requester nor modeller nor who decided', () => {
    expect(mentionedBy(view(waiting))).toEqual([ana, eva]);
    const second = { ...waiting, approval: { ...approval, quorum: 2, decisions: [approvedByAna] } };
    expect(mentionedBy(view(second))).toEqual([eva]);
  });

  it('nobody once it is decided', () => {
    for (const state of stateNames.filter((name) => name !== 'waiting'))
      expect(mentionedBy(view({ ...waiting, state }))).toEqual([]);
  });

  it('two approvers of one name are two marks', () => {
    const people = { [ana]: 'Ana Lee', [eva]: 'Ana Lee', [dana]: 'Dana Silva' };
    const { entities } = renderReleaseCard(view(waiting, { people })).json['msteams'] as {
      readonly entities: readonly { readonly text: string }[];
    };
    expect(entities.map(({ text }) => text)).toEqual(['<at>Ana Lee (a93c4f77)</at>', '<at>Ana Lee (c04d5e88)</at>']);
  });
});

describe('release card: bytes', () => {
  it('are the same for the same record, whenever it is drawn within the term', () => {
    const early = renderReleaseCard(view(waiting, { now: '2026-11-23T18:05:12.000Z' }));
    expect(renderReleaseCard(view(waiting, { now: '2026-11-29T00:00:00.000Z' }))).toEqual(early);
  });
});
