import { announce, whatCame } from '../../../../playground/page/app/chat/announce';
import type { Message } from '../../../../playground/page/wire/chat';
import { createMessage } from './examples';

const byId = (...messages: readonly Message[]) => new Map(messages.map((message) => [message.id, message]));
const mine = { kind: 'person', objectId: 'me', name: 'Dana Okafor' } as const;

describe('whatCame', () => {
  it('says what others wrote, but not edits of what stood there, nor one’s own, nor of other places', () => {
    const before = byId(createMessage('1'));
    const now = byId(
      createMessage('1', { edits: 4 }),
      createMessage('2'),
      createMessage('3', { author: mine }),
      createMessage('4', { conversation: 'elsewhere' }),
      createMessage('5', { deleted: true }),
    );
    expect(whatCame(before, now, 'me', 'hmeq').map(({ id }) => id)).toEqual(['2']);
  });
});

describe('announce', () => {
  it('names who wrote, and says a text without its markdown', () => {
    expect(announce(createMessage('1', { text: '**r1** waits; type `status`' }))).toBe(
      'Steward: r1 waits; type status',
    );
  });

  it('says of a card what a notification would, and no more than somebody listens to', () => {
    expect(announce(createMessage('1', { summary: 'hmeq v2\nis serving' }))).toBe('Steward: hmeq v2 is serving');
    expect(announce(createMessage('1', { summary: 'long '.repeat(200) })).length).toBeLessThan(260);
  });
});
