import type { Message } from '../../wire/chat';

/** A post and what was answered below it. */
export interface Thread {
  /** The id of the post. */
  readonly id: string;
  /** At least one; oldest first. */
  readonly messages: readonly Message[];
}

/** The threads of a conversation in the order in which they began, so that none moves under a reader's eyes. */
export function groupThreads(messages: Iterable<Message>, conversation: string): readonly Thread[] {
  const threads = new Map<string, Message[]>();
  for (const message of messages) {
    if (message.conversation !== conversation) continue;
    const known = threads.get(message.thread);
    if (known === undefined) threads.set(message.thread, [message]);
    else known.push(message);
  }
  return [...threads].map(([id, said]) => ({ id, messages: said }));
}

export interface Folded {
  readonly hidden: number;
  readonly shown: readonly Message[];
}

/** So many replies are shown before the earlier ones are folded away, and so many stay. */
const mostReplies = 8;
const keptReplies = 5;

/** A long thread without its earlier replies; a card that is kept current is never folded away. */
export function foldReplies(replies: readonly Message[]): Folded {
  if (replies.length <= mostReplies) return { hidden: 0, shown: replies };
  const earlier = replies.slice(0, -keptReplies);
  const current = earlier.filter(({ card, edits }) => card !== undefined && edits > 0);
  return { hidden: earlier.length - current.length, shown: [...current, ...replies.slice(-keptReplies)] };
}
