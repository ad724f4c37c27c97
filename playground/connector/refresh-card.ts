import { randomUUID } from 'node:crypto';
import { executeActivity } from './bot-activities';
import { isObject } from './check-card';
import type { Deliver, Delivery } from './deliver';
import type { Parts } from './parts';
import { findConversation, isInstalled, membersOf, occasionAt, requireMember } from './places';
import { Refusal } from './refusal';
import { showAnswer } from './show-answer';
import type { Conversation, JsonObject, TranscriptMessage } from './transcript-types';
import type { Person } from './workplace';

/** A client asks no more often for one card. */
const restMs = 60_000;
/** Without a list of people, cards refresh by themselves only where no more read along. */
const mostMembers = 60;

type Refreshed =
  | { readonly refreshed: false; readonly why: string }
  | { readonly refreshed: true; readonly deliveries: readonly Delivery[]; readonly answers: readonly unknown[] };

function actionOf(card: JsonObject): JsonObject | undefined {
  const { refresh } = card;
  const action = isObject(refresh) ? refresh['action'] : undefined;
  return isObject(action) && action['type'] === 'Action.Execute' ? action : undefined;
}

/** Why this card does not refresh for this person; undefined when it does. */
function whyNotFor(parts: Parts, card: JsonObject, conversation: Conversation, person: Person): string | undefined {
  const { refresh } = card;
  const users = isObject(refresh) ? refresh['userIds'] : undefined;
  if (Array.isArray(users))
    return users.includes(person.channelUserId) ? undefined : `the card does not refresh by itself for ${person.name}`;
  if (membersOf(parts, conversation).length <= mostMembers) return undefined;
  return `the card names nobody, and more than ${mostMembers} people read along`;
}

/** The action to send, or why none is. After an edit it is at once that of the card which the client had until then. */
function dueAction(
  parts: Parts,
  message: TranscriptMessage,
  conversation: Conversation,
  person: Person,
): { readonly action: JsonObject } | { readonly why: string } {
  const card = message.views[person.objectId] ?? message.card;
  const action = card && actionOf(card);
  if (!action) return { why: 'the card has no refresh action' };
  const why = whyNotFor(parts, card, conversation, person);
  if (why !== undefined) return { why };
  const had = parts.clientCards.find(message.id, person.objectId);
  if (!had) return { action };
  if (had.edits !== message.edits) return { action: actionOf(had.card) ?? action };
  const age = parts.now().getTime() - had.at;
  return age < restMs ? { why: `the last answer is ${age} ms old, less than a minute` } : { action };
}

/**
 * What a client does when a card comes into view or is edited under its eyes: it sends the card's refresh action, if that
 * is due for this person, and shows the answer to them alone. Nobody pressed anything.
 */
export async function refreshCard(
  parts: Parts,
  deliver: Deliver,
  person: Person,
  messageId: string,
): Promise<Refreshed> {
  const message = parts.transcript.find(messageId);
  if (!message || message.deleted) throw new Refusal(404, 'NoSuchMessage', `no message ${messageId}`);
  const conversation = findConversation(parts, message.conversation);
  requireMember(parts, conversation, person);
  if (!isInstalled(parts, conversation)) return { refreshed: false, why: 'the app is not installed there' };
  const due = dueAction(parts, message, conversation, person);
  if ('why' in due) return { refreshed: false, why: due.why };
  const { verb, data, id } = due.action;
  const action = { type: 'Action.Execute', ...(id !== undefined && { id }), verb, data: isObject(data) ? data : {} };
  const occasion = occasionAt(parts, conversation, message.thread, person, `f:${randomUUID()}`);
  const delivery = await deliver(executeActivity(occasion, message.id, action, 'automatic'));
  return { refreshed: true, deliveries: [delivery], answers: [showAnswer(parts, message, person, delivery)] };
}
