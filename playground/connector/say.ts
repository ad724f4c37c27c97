import { randomUUID } from 'node:crypto';
import { executeActivity, messageActivity, type Occasion, submitActivity } from './bot-activities';
import { checkCard, isObject } from './check-card';
import type { Deliver, Delivery } from './deliver';
import { type Parts, serviceUrlOf } from './parts';
import { findConversation, isInstalled, placeOf } from './places';
import { type Press, pressButton } from './press-button';
import { Refusal } from './refusal';
import type { Conversation, JsonObject, TranscriptMessage } from './transcript-types';
import type { Person } from './workplace';

/** How often Teams brings the same thing: after a time-out first under the same id, later under a new one. */
export interface Repeats {
  readonly sameId: number;
  readonly newId: number;
  /** All at the same moment instead of one after the other. */
  readonly atOnce: boolean;
}

async function deliverAll(deliver: Deliver, parts: Parts, activity: JsonObject, repeats: Repeats): Promise<Delivery[]> {
  const same = Array.from({ length: repeats.sameId + 1 }, () => activity);
  const renewed = Array.from({ length: repeats.newId }, () => ({
    ...activity,
    id: parts.transcript.nextId(),
    timestamp: parts.now().toISOString(),
  }));
  const all = [...same, ...renewed];
  if (repeats.atOnce) return Promise.all(all.map((one) => deliver(one)));
  const deliveries: Delivery[] = [];
  for (const one of all) deliveries.push(await deliver(one));
  return deliveries;
}

function occasionOf(parts: Parts, conversation: Conversation, thread: string, person: Person, id: string): Occasion {
  const place = placeOf(parts, conversation, thread);
  return { workplace: parts.workplace, serviceUrl: serviceUrlOf(parts), place, person, id, at: parts.now() };
}

export interface Saying {
  readonly text: string;
  /** Whether the message mentions the bot; without, a channel's message does not reach it. */
  readonly mention: boolean;
  /** The first message of the thread to say it in. */
  readonly thread?: string | undefined;
  readonly repeats: Repeats;
}

/** Somebody types a message. The bot has answered the deliveries (not necessarily posted) when this resolves. */
export async function say(
  parts: Parts,
  deliver: Deliver,
  conversation: Conversation,
  person: Person,
  { text, mention, thread, repeats }: Saying,
): Promise<{ readonly id: string; readonly thread: string; readonly deliveries: readonly Delivery[] }> {
  if (thread !== undefined && parts.transcript.find(thread)?.conversation !== conversation.id)
    throw new Refusal(404, 'NoSuchThread', `no thread ${thread}`);
  const id = parts.transcript.nextId();
  const root = thread ?? id;
  const { objectId, name } = person;
  const author = { kind: 'person', objectId, name } as const;
  const at = parts.now().toISOString();
  const mentions = mention && conversation.kind !== 'personal';
  const rest = { mention: mentions, edits: 0, deleted: false, earlierCards: [], views: {}, notices: [] };
  parts.transcript.add({ id, conversation: conversation.id, thread: root, author, at, text, ...rest });
  const heard = isInstalled(parts, conversation) && (mentions || conversation.kind === 'personal');
  if (!heard) return { id, thread: root, deliveries: [] };
  const occasion = occasionOf(parts, conversation, root, person, id);
  const activity = messageActivity(occasion, text, mentions, thread);
  return { id, thread: root, deliveries: await deliverAll(deliver, parts, activity, repeats) };
}

const mostNotices = 50;

/** What the bot's answer to a click shows to the clicker; anything but what Teams understands is a violation. */
function showAnswer(parts: Parts, message: TranscriptMessage, person: Person, delivery: Delivery): unknown {
  const complain = (what: string): void => parts.complain(`answer to a click on ${message.id}: ${what}`);
  if (delivery.status !== 200) return void complain(`HTTP ${delivery.status} ${delivery.error ?? ''}`);
  const answer = readJson(delivery.body);
  if (!isObject(answer)) return void complain('empty, so that Teams would ask again');
  const { statusCode, type, value } = answer;
  const current = parts.transcript.find(message.id) ?? message;
  if (
    statusCode === 200 &&
    type === 'application/vnd.microsoft.activity.message' &&
    typeof value === 'string' &&
    value
  ) {
    const notice = { to: person.objectId, at: parts.now().toISOString(), text: value };
    parts.transcript.replace(
      { ...current, notices: [...current.notices, notice].slice(-mostNotices) },
      'noticed',
      value,
    );
  } else if (statusCode === 200 && type === 'application/vnd.microsoft.card.adaptive' && isObject(value)) {
    checkCard(value).forEach(complain);
    parts.transcript.replace({ ...current, views: { ...current.views, [person.objectId]: value } }, 'viewed');
  } else complain(`statusCode ${String(statusCode)}, type ${String(type)}`);
  return answer;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export interface Click extends Press {
  readonly message: string;
  /** The card as it was before its n-th edit (from 0), in a window that was left open; the newest otherwise. */
  readonly edition?: number | undefined;
  readonly repeats: Repeats;
}

/** Somebody presses a button of a card. */
export async function press(
  parts: Parts,
  deliver: Deliver,
  person: Person,
  click: Click,
): Promise<{ readonly deliveries: readonly Delivery[]; readonly answers: readonly unknown[] }> {
  const message = parts.transcript.find(click.message);
  if (!message || message.deleted) throw new Refusal(404, 'NoSuchMessage', `no message ${click.message}`);
  const editions = message.card ? [...message.earlierCards, message.card] : [];
  const newest = message.views[person.objectId] ?? message.card;
  const card = click.edition === undefined ? newest : editions[click.edition];
  if (!card) throw new Refusal(409, 'NoSuchCard', `message ${click.message} shows no such card`);
  const conversation = findConversation(parts, message.conversation);
  const pressed = pressButton(card, click);
  const id = pressed.kind === 'execute' ? `f:${randomUUID()}` : parts.transcript.nextId();
  const occasion = occasionOf(parts, conversation, message.thread, person, id);
  if (pressed.kind === 'submit') {
    const activity = submitActivity(occasion, message.id, pressed.data);
    return { deliveries: await deliverAll(deliver, parts, activity, click.repeats), answers: [] };
  }
  const activity = executeActivity(occasion, message.id, pressed.action);
  const deliveries = await deliverAll(deliver, parts, activity, click.repeats);
  return { deliveries, answers: deliveries.map((one) => showAnswer(parts, message, person, one)) };
}
