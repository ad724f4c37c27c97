import { useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from '../../wire/chat';
import { Compose } from './compose';
import { findCardAbove } from '../guide/find-card';
import type { Drafts } from './drafts';
import { foldReplies, type Thread } from './group-threads';
import { MessageView } from './message-view';

interface ThreadViewOf {
  readonly thread: Thread;
  readonly conversation: Conversation;
  readonly me: string;
  readonly drafts: Drafts;
}

/** A post, its replies, and the place to answer. */
export function ThreadView({ thread, conversation, me, drafts }: ThreadViewOf) {
  const [post, ...replies] = thread.messages;
  const [isUnfolded, setUnfolded] = useState(false);
  const place = useRef<HTMLOListElement>(null);
  const { hidden, shown } = isUnfolded ? { hidden: 0, shown: replies } : foldReplies(replies);
  useEffect(() => {
    // The button that was pressed is gone; its place in the order is now that of the first reply.
    if (isUnfolded) place.current?.querySelector<HTMLElement>('article')?.focus();
  }, [isUnfolded]);
  if (post === undefined) return null;
  return (
    <li class="thread">
      <MessageView message={post} me={me} />
      {hidden > 0 && (
        <button class="earlier-replies" onClick={() => setUnfolded(true)}>
          Show {hidden} earlier {hidden === 1 ? 'reply' : 'replies'}
        </button>
      )}
      {shown.length > 0 && (
        <ol class="replies" ref={place}>
          {shown.map((message) => (
            <li key={message.id}>
              <MessageView message={message} me={me} toldOf={findCardAbove(thread.messages, message)?.id} />
            </li>
          ))}
        </ol>
      )}
      {conversation.installed && <ReplyPlace thread={thread.id} conversation={conversation} drafts={drafts} />}
    </li>
  );
}

interface ReplyPlaceOf {
  readonly thread: string;
  readonly conversation: Conversation;
  readonly drafts: Drafts;
}

function ReplyPlace({ thread, conversation, drafts }: ReplyPlaceOf) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const [isBack, setBack] = useState(false);
  useEffect(() => {
    if (isBack && !isOpen) opener.current?.focus();
  }, [isBack, isOpen]);
  const close = (): void => {
    setOpen(false);
    setBack(true);
  };
  if (isOpen) return <Compose conversation={conversation} thread={thread} drafts={drafts} asked={1} onClose={close} />;
  return (
    <button class="reply" ref={opener} onClick={() => setOpen(true)}>
      Reply
    </button>
  );
}
