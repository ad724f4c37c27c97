import { cardType, checkActivity, type Outgoing } from './check-activity';
import type { Parts } from './parts';
import { openToBot, threadKey } from './places';
import { Refusal } from './refusal';
import type { Conversation, JsonObject, TranscriptMessage } from './transcript-types';

function cardOf(activity: Outgoing): JsonObject | undefined {
  return activity.attachments?.find(({ contentType }) => contentType === cardType)?.content as JsonObject | undefined;
}

function contentOf(activity: Outgoing): Pick<TranscriptMessage, 'text' | 'summary' | 'card'> {
  const card = cardOf(activity);
  return {
    ...(activity.text && { text: activity.text }),
    ...(activity.summary && { summary: activity.summary }),
    ...(card && { card }),
  };
}

/**
 * A message of the bot. `thread` is the first message of the thread that it goes to; without one it starts its own.
 * Returns its id; none for text with a card, which Teams makes two messages of.
 */
export function postAsBot(
  parts: Parts,
  base: string,
  thread: string | undefined,
  body: unknown,
): { readonly id?: string } {
  const conversation = openToBot(parts, base);
  const activity = checkActivity(body, parts.complain);
  parts.throttle(threadKey(conversation, thread));
  if (thread !== undefined && parts.transcript.find(thread)?.conversation !== base)
    throw new Refusal(404, 'ConversationNotFound', `no thread ${thread}`);
  const id = parts.transcript.nextId();
  if (activity.type === 'typing') return { id };
  const message = (own: string, content: Pick<TranscriptMessage, 'text' | 'summary' | 'card'>): TranscriptMessage => ({
    id: own,
    conversation: conversation.id,
    thread: thread ?? own,
    author: { kind: 'bot', name: parts.workplace.bot.name },
    at: parts.now().toISOString(),
    edits: 0,
    deleted: false,
    earlierCards: [],
    views: {},
    notices: [],
    ...content,
  });
  const { text, ...rest } = contentOf(activity);
  if (text === undefined || !rest.card) {
    parts.transcript.add(message(id, contentOf(activity)));
    return { id };
  }
  parts.transcript.add(message(id, { text }));
  parts.transcript.add(message(parts.transcript.nextId(), rest));
  return {};
}

/** The bot's message that it wants to change. */
function findOwn(
  parts: Parts,
  base: string,
  thread: string | undefined,
  id: string,
): { readonly message: TranscriptMessage; readonly conversation: Conversation } {
  const conversation = openToBot(parts, base);
  const message = parts.transcript.find(id);
  const there = message?.conversation === base && (thread === undefined || message.thread === thread);
  if (!message || !there || message.deleted)
    throw new Refusal(404, 'ActivityNotFoundInConversation', `no message ${id} in ${base}`);
  if (message.author.kind !== 'bot') throw new Refusal(403, 'Forbidden', 'not a message of the bot');
  return { message, conversation };
}

const mostEarlierCards = 50;

/** Replaces what a message of the bot says, for everybody. */
export function editAsBot(parts: Parts, base: string, thread: string | undefined, id: string, body: unknown): void {
  const { message, conversation } = findOwn(parts, base, thread, id);
  const activity = checkActivity(body, parts.complain);
  parts.throttle(threadKey(conversation, message.thread));
  const { author, at, card, notices } = message;
  const content = contentOf(activity);
  if (card && !content.card) parts.complain(`message ${id}: a card is edited to text; clients do not show that`);
  const edited: TranscriptMessage = {
    ...content,
    id,
    conversation: base,
    thread: message.thread,
    author,
    at,
    deleted: false,
    notices,
    edits: message.edits + 1,
    editedAt: parts.now().toISOString(),
    earlierCards: card ? [...message.earlierCards, card].slice(-mostEarlierCards) : message.earlierCards,
    views: {},
  };
  parts.transcript.replace(edited, 'edited');
}

export function deleteAsBot(parts: Parts, base: string, thread: string | undefined, id: string): void {
  const { message } = findOwn(parts, base, thread, id);
  parts.transcript.replace({ ...message, deleted: true }, 'deleted');
}
