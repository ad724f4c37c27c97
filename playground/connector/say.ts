import { randomUUID } from 'node:crypto';
import { executeActivity, messageActivity, submitActivity } from './bot-activities';
import type { Deliver, Delivery } from './deliver';
import type { Parts } from './parts';
import { findConversation, isInstalled, occasionAt, requireMember } from './places';
import { type Press, pressButton } from './press-button';
import { Refusal } from './refusal';
import { showAnswer } from './show-answer';
import type { Conversation, JsonObject } from './transcript-types';
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

export interface Saying {
  readonly text: string;
  /** Whether the message mentions the bot; without, it reaches the bot only in a personal conversation. */
  readonly mention: boolean;
  /** The first message of the thread to say it in. */
  readonly thread?: string | undefined;
  readonly repeats: Repeats;
}

/** Why the bot does not hear a message, with the cure. */
interface Unheard {
  readonly code: 'NotInstalled' | 'NotMentioned';
  readonly message: string;
}

function whyUnheard(parts: Parts, conversation: Conversation, mentions: boolean): Unheard | undefined {
  const { name } = parts.workplace.bot;
  if (!isInstalled(parts, conversation))
    return { code: 'NotInstalled', message: `${name} is not in this conversation and hears nothing. Add it first.` };
  if (mentions || conversation.kind === 'personal') return undefined;
  return { code: 'NotMentioned', message: `${name} hears only what mentions it here. Begin with @${name}.` };
}

interface Said {
  readonly id: string;
  readonly thread: string;
  /** Empty when the bot does not hear it; then `unheard` says why. */
  readonly deliveries: readonly Delivery[];
  readonly unheard?: Unheard;
}

/** Somebody types a message. The bot has answered the deliveries (not necessarily posted) when this resolves. */
export async function say(
  parts: Parts,
  deliver: Deliver,
  conversation: Conversation,
  person: Person,
  { text, mention, thread, repeats }: Saying,
): Promise<Said> {
  requireMember(parts, conversation, person);
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
  const unheard = whyUnheard(parts, conversation, mentions);
  if (unheard) return { id, thread: root, deliveries: [], unheard };
  const occasion = occasionAt(parts, conversation, root, person, id);
  const activity = messageActivity(occasion, text, mentions, thread);
  return { id, thread: root, deliveries: await deliverAll(deliver, parts, activity, repeats) };
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
  requireMember(parts, conversation, person);
  const pressed = pressButton(card, click);
  const id = pressed.kind === 'execute' ? `f:${randomUUID()}` : parts.transcript.nextId();
  const occasion = occasionAt(parts, conversation, message.thread, person, id);
  if (pressed.kind === 'submit') {
    const activity = submitActivity(occasion, message.id, pressed.data);
    return { deliveries: await deliverAll(deliver, parts, activity, click.repeats), answers: [] };
  }
  const activity = executeActivity(occasion, message.id, pressed.action, 'manual');
  const deliveries = await deliverAll(deliver, parts, activity, click.repeats);
  return { deliveries, answers: deliveries.map((one) => showAnswer(parts, message, person, one)) };
}
