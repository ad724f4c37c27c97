import { foldReplies, groupThreads } from '../../../../playground/page/app/chat/group-threads';
import { createMessage } from './examples';

const replies = (count: number) => Array.from({ length: count }, (_, at) => createMessage(`${at}`, { thread: 'post' }));

describe('groupThreads', () => {
  it('puts replies below their post, and keeps the order of the posts when an old one is answered', () => {
    const messages = [createMessage('1'), createMessage('2'), createMessage('3', { thread: '1' })];
    const threads = groupThreads(messages, 'hmeq');
    expect(threads.map(({ messages: said }) => said.map(({ id }) => id))).toEqual([['1', '3'], ['2']]);
  });

  it('shows nothing of other conversations', () => {
    expect(groupThreads([createMessage('1', { conversation: 'elsewhere' })], 'hmeq')).toEqual([]);
  });
});

describe('foldReplies', () => {
  it('leaves a short thread as it is', () => {
    expect(foldReplies(replies(8)).hidden).toBe(0);
  });

  it('folds the earlier replies of a long thread', () => {
    const { hidden, shown } = foldReplies(replies(9));
    expect(hidden).toBe(4);
    expect(shown.map(({ id }) => id)).toEqual(['4', '5', '6', '7', '8']);
  });

  it('never folds a card that is kept current', () => {
    const [, ...rest] = replies(9);
    const live = createMessage('live', { thread: 'post', card: {}, edits: 3 });
    const { hidden, shown } = foldReplies([live, ...rest]);
    expect(hidden).toBe(3);
    expect(shown[0]).toBe(live);
  });
});
