import { renderReleaseCard } from '../../../cards/release-card';
import type { ChannelMessage } from '../../../playground/client/connector-client';
import { createMessageShower } from '../../../playground/story/show-message';
import { createTeller } from '../../../playground/story/teller';
import { releaseStates } from '../../cards/release-states';

describe('story: what is written down of the channel', () => {
  const base = { id: '1', conversation: 'c', thread: '1', author: { kind: 'bot', name: 'Steward' }, at: '' } as const;
  const card = (name: string, edits: number): ChannelMessage => {
    const view = releaseStates[name];
    if (!view) throw new Error(`no state ${name}`);
    const { json, text } = renderReleaseCard(view);
    return { ...base, edits, summary: text, card: json, buttons: [{ title: 'Approve r17', verb: 'approve' }] };
  };
  const write = (messages: readonly ChannelMessage[]): string => {
    let text = '';
    const show = createMessageShower(
      createTeller(
        (more) => (text += more),
        () => 1_500,
      ),
      'Steward',
    );
    messages.forEach(show);
    return text;
  };

  it('shows a card whole when it asks for something, with its buttons', () => {
    const text = write([card('waiting', 0)]);
    expect(text).toMatch(/^\[ {3}0\.0 s\] +Steward +\(card\) hmeq v4 to production, replacing v3\?\n/);
    expect(text).toContain('State: Waiting for approval.');
    expect(text).toContain('[Approve r17]');
    expect(text).not.toContain('Details');
  });

  it('shows a card in one line while it moves, and small print not at all', () => {
    const text = write([card('preparing', 0), card('preparing-build', 1), card('preparing-build', 2)]);
    expect(text.trimEnd().split('\n')).toHaveLength(2);
    expect(write([card('waiting', 0), { ...card('waiting', 1), summary: `${card('waiting', 1).summary} again` }])).toBe(
      write([card('waiting', 0)]),
    );
  });

  it('shows texts as they are', () => {
    expect(write([{ ...base, edits: 0, text: 'r1 is rejected.', buttons: [] }])).toContain(
      'Steward       r1 is rejected.\n',
    );
  });
});
