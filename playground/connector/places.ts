import type { Occasion, Place } from './bot-activities';
import { type Parts, serviceUrlOf } from './parts';
import { Refusal } from './refusal';
import type { Conversation } from './transcript-types';
import type { GroupChat, Person } from './workplace';

/** `19:…@thread.tacv2;messageid=1700` → the channel and the thread's first message. */
export function splitThread(id: string): { readonly base: string; readonly thread?: string } {
  const [base = '', thread] = id.split(';messageid=');
  return { base, ...(thread !== undefined && { thread }) };
}

/** The conversation of a person with the bot. */
export function personalConversation(person: Person): Conversation {
  return { id: `a:${person.objectId}`, kind: 'personal', name: person.name, person: person.objectId };
}

function findGroupChat({ workplace }: Parts, id: string): GroupChat | undefined {
  return workplace.groupChats?.find((chat) => chat.id === id);
}

export function findConversation(parts: Parts, base: string): Conversation {
  const channel = parts.workplace.channels.find(({ id }) => id === base);
  if (channel) return { id: channel.id, kind: 'channel', name: channel.name };
  const chat = findGroupChat(parts, base);
  if (chat) return { id: chat.id, kind: 'group', name: chat.name };
  const personal = parts.workplace.people.map(personalConversation).find(({ id }) => id === base);
  if (personal) return personal;
  throw new Refusal(404, 'ConversationNotFound', `no conversation ${base}`);
}

/** Those who read along: the whole team in a channel. */
export function membersOf(parts: Parts, { id, kind, person }: Conversation): readonly Person[] {
  const { people } = parts.workplace;
  if (kind === 'channel') return people;
  const members = kind === 'group' ? findGroupChat(parts, id)?.members : [person];
  return people.filter(({ objectId }) => members?.includes(objectId));
}

/** Refuses somebody who does not see the conversation, and so can do nothing in it. */
export function requireMember(parts: Parts, conversation: Conversation, { objectId, name }: Person): void {
  if (membersOf(parts, conversation).some((member) => member.objectId === objectId)) return;
  throw new Refusal(403, 'NotAMember', `${name} is not in the conversation ${conversation.name}`);
}

/** What an installation here holds for: the whole team, one group chat, one person. */
export function scopeOf(parts: Parts, { id, kind, person }: Conversation): string {
  return person ?? (kind === 'group' ? id : parts.workplace.team.id);
}

export function isInstalled(parts: Parts, conversation: Conversation): boolean {
  return parts.installed.has(scopeOf(parts, conversation));
}

/** The conversation with this id, if the app may speak there. */
export function openToBot(parts: Parts, base: string): Conversation {
  const conversation = findConversation(parts, base);
  if (!isInstalled(parts, conversation))
    throw new Refusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  return conversation;
}

/** What Teams counts sends by: a thread of a channel; another conversation has none. */
export function threadKey({ id, kind }: Conversation, thread: string | undefined): string {
  return kind === 'channel' ? `${id};${thread ?? ''}` : id;
}

/** The place of something said below a message (in a channel, its thread). */
export function placeOf(parts: Parts, conversation: Conversation, thread: string): Place {
  const { id, kind } = conversation;
  if (kind !== 'channel') return { kind, conversationId: id };
  const channel = parts.workplace.channels.find((known) => known.id === id);
  return { kind, conversationId: `${id};messageid=${thread}`, ...(channel && { channel }) };
}

/** Something that a person does now, below a message. `id` is that of the activity. */
export function occasionAt(
  parts: Parts,
  conversation: Conversation,
  thread: string,
  person: Person,
  id: string,
): Occasion {
  const place = placeOf(parts, conversation, thread);
  return { workplace: parts.workplace, serviceUrl: serviceUrlOf(parts), place, person, id, at: parts.now() };
}
