import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Conversation, Message } from '../../wire/chat';
import { readUpTo } from '../state/unread';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';
import type { Drafts } from './drafts';
import { groupThreads, type Thread } from './group-threads';
import { MessageView } from './message-view';
import { ThreadView } from './thread-view';
import { useFollowNewest } from './use-follow-newest';

interface ThreadListOf {
  readonly conversation: Conversation;
  readonly drafts: Drafts;
}

/** So many posts at first, and so many more with each look further back. */
const pageOfThreads = 30;

/** All that was said, the newest below; it stays where the reader is unless they are at its end. */
export function ThreadList({ conversation, drafts }: ThreadListOf) {
  const messages = usePart((state) => state.messages);
  const me = usePart((state) => state.me);
  const [most, setMost] = useState(pageOfThreads);
  const threads = useMemo(() => groupThreads(messages.values(), conversation.id), [messages, conversation.id]);
  const newest = useMemo(() => newestIn(threads), [threads]);
  const follow = useFollowNewest(newest, me);
  useMarkRead(conversation.id, newest);
  const shown = threads.slice(-most);
  const isChat = conversation.kind !== 'channel';
  return (
    <div class="threads-place">
      <div
        class="threads-scroller"
        ref={follow.scroller}
        onScroll={follow.onScroll}
        tabIndex={0}
        aria-label="Messages"
        role="region"
      >
        <div ref={follow.content}>
          {shown.length < threads.length && (
            <button class="button earlier-posts" onClick={() => setMost(most + pageOfThreads)}>
              Show earlier posts
            </button>
          )}
          {threads.length === 0 && <p class="channel-empty">Nothing was said here yet.</p>}
          <ol class={isChat ? 'chat-messages' : 'threads'}>
            {isChat
              ? inOrder(shown).map((message) => (
                  <li key={message.id}>
                    <MessageView message={message} me={me} />
                  </li>
                ))
              : shown.map((thread) => (
                  <ThreadView key={thread.id} thread={thread} conversation={conversation} me={me} drafts={drafts} />
                ))}
          </ol>
        </div>
      </div>
      {follow.unseen !== undefined && (
        <button class="button primary new-messages" onClick={follow.showUnseen}>
          New messages
        </button>
      )}
    </div>
  );
}

function inOrder(threads: readonly Thread[]): readonly Message[] {
  return threads.flatMap(({ messages }) => messages).sort((one, other) => Number(one.id) - Number(other.id));
}

function newestIn(threads: readonly Thread[]): Message | undefined {
  return inOrder(threads).at(-1);
}

/** What stands on the screen of the person whom the visitor plays counts as read by them. */
function useMarkRead(conversation: string, newest: Message | undefined): void {
  const store = useStore();
  const me = usePart((state) => state.me);
  useEffect(() => {
    const { read } = store.get();
    const next = readUpTo(read, me, conversation, newest);
    if (next !== read) store.set({ read: next });
  }, [store, me, conversation, newest]);
}
