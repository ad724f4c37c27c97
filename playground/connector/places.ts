import type { Place } from './bot-activities';
import type { Parts } from './parts';
import { Refusal } from './refusal';
import type { Conversation } from './transcript-types';
import type { Person } from './workplace';

/** `19:…@thread.tacv2;messageid=1700` → the channel and the thread's first message. */
export function splitThread(id: string): { readonly base: string; readonly thread?: string } {
  const [base = '', thread] = id.split(';messageid=');
  return { base, ...(thread !== undefined && { thread }) };
}

/** The conversation of a person with the bot. */
export function personalConversation(person: Person): Conversation {
  return { id: `a:${person.objectId}`, kind: 'personal', name: person.name, person: person.objectId };
}

export function findConversation(parts: Parts, base: string): Conversation {
  const channel = parts.workplace.channels.find(({ id }) => id === base);
  if (channel) return { id: channel.id, kind: 'channel', name: channel.name };
  const personal = parts.workplace.people.map(personalConversation).find(({ id }) => id === base);
  if (personal) return personal;
  throw new Refusal(404, 'ConversationNotFound', `no conversation ${base}`);
}

export function isInstalled(parts: Parts, conversation: Conversation): boolean {
  return parts.installed.has(conversation.person ?? parts.workplace.team.id);
}

/** The conversation with this id, if the app may speak there. */
export function openToBot(parts: Parts, base: string): Conversation {
  const conversation = findConversation(parts, base);
  if (!isInstalled(parts, conversation))
    throw new Refusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  return conversation;
}

/** The place of something said below a message (in a channel, its thread). */
export function placeOf(parts: Parts, conversation: Conversation, thread: string): Place {
  const { id, kind } = conversation;
  if (kind === 'personal') return { kind, conversationId: id };
  const channel = parts.workplace.channels.find((known) => known.id === id);
  return { kind, conversationId: `${id};messageid=${thread}`, ...(channel && { channel }) };
}
