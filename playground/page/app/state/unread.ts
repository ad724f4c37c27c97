import type { Message } from '../../wire/chat';
import type { PageState } from './page-store';

/** Under what the store keeps how far a person has read in a conversation. */
function placeOf(me: string, conversation: string): string {
  return `${me} in ${conversation}`;
}

/** Ids of messages are times in milliseconds. */
function isNewer(id: string, seen: string | undefined): boolean {
  return Number(id) > Number(seen ?? 0);
}

/** The conversations in which somebody else wrote since the person whom the visitor plays last looked. */
export function unreadIn({ messages, read, me }: Pick<PageState, 'messages' | 'read' | 'me'>): ReadonlySet<string> {
  const unread = [...messages.values()].filter(
    ({ id, conversation, author }) =>
      isNewer(id, read[placeOf(me, conversation)]) && !(author.kind === 'person' && author.objectId === me),
  );
  return new Set(unread.map(({ conversation }) => conversation));
}

/** What the store keeps once everything in a conversation was seen; the same object when there was nothing new. */
export function readUpTo(
  read: PageState['read'],
  me: string,
  conversation: string,
  newest: Message | undefined,
): PageState['read'] {
  const place = placeOf(me, conversation);
  return newest === undefined || !isNewer(newest.id, read[place]) ? read : { ...read, [place]: newest.id };
}
