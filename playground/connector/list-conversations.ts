import type { Parts } from './parts';
import { findConversation, isInstalled, membersOf, personalConversation } from './places';
import type { Conversation } from './transcript-types';
import type { Person } from './workplace';

function channelsOf(parts: Parts): readonly Conversation[] {
  return parts.workplace.channels.map(({ id }) => findConversation(parts, id));
}

function groupChatsOf(parts: Parts): readonly Conversation[] {
  return (parts.workplace.groupChats ?? []).map(({ id }) => findConversation(parts, id));
}

/** The channels, and the group chats and personal conversations in which something was said. */
export function conversationsInUse(parts: Parts): readonly Conversation[] {
  const others = [...groupChatsOf(parts), ...parts.workplace.people.map(personalConversation)];
  return [...channelsOf(parts), ...others.filter(({ id }) => parts.transcript.lastMessageAt(id) !== undefined)];
}

interface ListedConversation extends Conversation {
  /** How many read along. */
  readonly members: number;
  /** Whether the bot hears what is said there. */
  readonly installed: boolean;
  /** ISO 8601, UTC; absent while nothing was said. */
  readonly lastMessageAt?: string;
}

/** What a person has in their list, whether something was said there or not; no messages are read for it. */
export function conversationsSeenBy(parts: Parts, person: Person): readonly ListedConversation[] {
  const chats = groupChatsOf(parts).filter((chat) => membersOf(parts, chat).includes(person));
  return [...channelsOf(parts), ...chats, personalConversation(person)].map((conversation) => {
    const lastMessageAt = parts.transcript.lastMessageAt(conversation.id);
    return {
      ...conversation,
      members: membersOf(parts, conversation).length,
      installed: isInstalled(parts, conversation),
      ...(lastMessageAt !== undefined && { lastMessageAt }),
    };
  });
}
