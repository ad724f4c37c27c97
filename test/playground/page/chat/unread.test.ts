import { readUpTo, unreadIn } from '../../../../playground/page/app/state/unread';
import { createMessage } from './examples';

const me = 'dana';
const mine = { kind: 'person', objectId: me, name: 'Dana Okafor' } as const;
const messages = new Map(
  [createMessage('100'), createMessage('200', { conversation: 'general', author: mine })].map((one) => [one.id, one]),
);

describe('unread', () => {
  it('is where somebody else wrote, not where one did oneself', () => {
    expect([...unreadIn({ messages, me, read: {} })]).toEqual(['hmeq']);
  });

  it('is read once it was seen, by that person alone', () => {
    const read = readUpTo({}, me, 'hmeq', messages.get('100'));
    expect(unreadIn({ messages, me, read }).size).toBe(0);
    expect([...unreadIn({ messages, me: 'lena', read })]).toContain('hmeq');
  });

  it('stays the same where nothing new was seen', () => {
    const read = readUpTo({}, me, 'hmeq', messages.get('100'));
    expect(readUpTo(read, me, 'hmeq', messages.get('100'))).toBe(read);
    expect(readUpTo(read, me, 'hmeq', undefined)).toBe(read);
  });
});
