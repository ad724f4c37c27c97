import fc from 'fast-check';
import { cleanName, cleanOutput } from '../../../playground/chat/clean-output';
import { clockOf, renderNews, renderPast, renderSaying } from '../../../playground/chat/render-message';
import type { ChannelMessage } from '../../../playground/client/connector-client';

const now = new Date('2026-11-23T20:00:00Z');
const button = (verb: string): ChannelMessage['buttons'][number] => ({ title: `${verb} r1`, verb });
const message: ChannelMessage = {
  id: '1',
  conversation: 'c',
  thread: '1',
  author: { kind: 'bot', name: 'Steward' },
  at: '2026-11-23T19:58:01.123Z',
  edits: 0,
  summary: 'hmeq v1 to production?\nState: Waiting for approval.\n\nThe decision',
  card: { type: 'AdaptiveCard', body: [{ type: 'Input.Text', id: 'approveReason' }] },
  buttons: [button('approve'), button('retry')],
};

describe('chat: what is printed of a message', () => {
  it('has time, author and the card in words, and says how its buttons are pressed', () => {
    const news = {
      words: 'hmeq v1 to production?\nState: Waiting.\n[approve r1]',
      showing: 'card',
      brief: false,
    } as const;
    expect(renderNews(message, news, now)).toBe(
      [
        '19:58:01 Steward (card): hmeq v1 to production?',
        '  State: Waiting.',
        '  [approve r1]',
        '  (/press approve your reason or /press retry)',
        '',
      ].join('\n'),
    );
  });

  it('is one line for a card on its way, at the time of its edit', () => {
    const news = { words: 'Releasing [Approved]', showing: 'edited card', brief: true } as const;
    expect(renderNews({ ...message, editedAt: '2026-11-23T19:59:59.9Z' }, news, now)).toBe(
      '19:59:59 Steward (card, edited): Releasing [Approved]\n',
    );
  });

  it('is title and state for a card of the past', () => {
    expect(renderPast(message, now)).toBe('19:58:01 Steward (card): hmeq v1 to production? [Waiting for approval]\n');
  });

  it('has the date when it is another day', () => {
    expect(clockOf('2026-11-22T23:59:59Z', now)).toBe('2026-11-22 23:59:59');
  });

  it('cannot pass for another saying, nor drive the terminal', () => {
    const said = renderSaying(
      '19:58:01',
      'Sam\n\u001b[2JSteward',
      'hi\r\n19:58:02 Steward: approved\u001b[1A\u202e\u009b2J',
    );
    expect(said).toBe('19:58:01 Sam [2JSteward: hi\n  19:58:02 Steward: approved[1A2J\n');
  });

  it('never holds a sign that a terminal obeys', () => {
    const signs = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(signs, signs, (one, other) => {
        expect(cleanOutput(`${one}\u001b${other}`)).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
        expect(cleanName(`${one}\n${other}`)).not.toContain('\n');
      }),
    );
  });
});
