import { z } from 'zod';
import { installationActivities } from './bot-activities';
import { buttonsOf } from './press-button';
import type { Deliver } from './deliver';
import { faultSchema } from './faults';
import type { Answer, Call, Route } from './http';
import { type Parts, serviceUrlOf } from './parts';
import { findConversation, isInstalled, personalConversation, placeOf } from './places';
import { Refusal } from './refusal';
import { press, say } from './say';
import type { Conversation, TranscriptMessage } from './transcript-types';
import { findPerson, type Person } from './workplace';

const repeats = z
  .strictObject({
    sameId: z.int().min(0).max(20).default(0),
    newId: z.int().min(0).max(20).default(0),
    atOnce: z.boolean().default(false),
  })
  .prefault({});

const sayingSchema = z.strictObject({
  as: z.string(),
  text: z.string().max(100_000),
  mention: z.boolean().default(true),
  thread: z.string().optional(),
  repeats,
});

const clickSchema = z.strictObject({
  as: z.string(),
  message: z.string(),
  button: z.string(),
  inputs: z.record(z.string(), z.string()).default({}),
  edition: z.int().min(0).optional(),
  oldClient: z.boolean().default(false),
  repeats,
});

const installationSchema = z.strictObject({ as: z.string(), conversation: z.string().optional() });

const rawSchema = z.strictObject({
  activity: z.record(z.string(), z.unknown()),
  token: z
    .strictObject({
      issuer: z.string(),
      audience: z.string(),
      serviceUrl: z.string(),
      expiresInSeconds: z.int(),
      kind: z.enum(['good', 'forged', 'absent']),
    })
    .partial()
    .default({}),
});

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Refusal(400, 'BadArgument', z.prettifyError(parsed.error));
  return parsed.data;
}

function someone(parts: Parts, id: string): Person {
  const person = findPerson(parts.workplace, id);
  if (!person) throw new Refusal(404, 'NoSuchPerson', `nobody has the id ${id}`);
  return person;
}

/** A message with the titles of the buttons that everybody sees. */
function shown(message: TranscriptMessage): unknown {
  const buttons = message.card ? buttonsOf(message.card).map(({ title, verb }) => ({ title, verb })) : [];
  return { ...message, buttons };
}

async function install(parts: Parts, deliver: Deliver, call: Call, added: boolean): Promise<Answer> {
  const { as, conversation: id } = parse(installationSchema, call.body);
  const person = someone(parts, as);
  const conversation = id === undefined ? personalConversation(person) : findConversation(parts, id);
  if (isInstalled(parts, conversation) === added)
    throw new Refusal(409, 'NothingToDo', added ? 'the app is installed there' : 'the app is not installed there');
  const scope = conversation.person ?? parts.workplace.team.id;
  const settle = (): void => {
    parts.installed[added ? 'add' : 'delete'](scope);
    parts.transcript.tell(added ? 'installed' : 'removed', conversation.id, scope);
  };
  if (added) settle();
  /** An installation is said in the channel itself, not in a thread. */
  const place = { ...placeOf(parts, conversation, ''), conversationId: conversation.id };
  const occasion = { workplace: parts.workplace, serviceUrl: serviceUrlOf(parts), place, person, at: parts.now() };
  const [first = {}, second = {}] = installationActivities(
    { ...occasion, id: parts.transcript.nextId() },
    added,
    parts.transcript.nextId(),
  );
  const deliveries = [await deliver(first), await deliver(second)];
  if (!added) settle();
  return { status: 200, body: { deliveries } };
}

const longestWaitMs = 30_000;

async function events(parts: Parts, call: Call): Promise<Answer> {
  const after = Number(call.query.get('after') ?? 0) || 0;
  const wait = Math.min(longestWaitMs, Math.max(0, Number(call.query.get('wait') ?? 0) || 0));
  if (wait > 0 && parts.transcript.eventsAfter(after).length === 0) await parts.transcript.waitForEvent(wait);
  return { status: 200, body: { events: parts.transcript.eventsAfter(after) } };
}

/** The channels, and the personal conversations in which something was said. */
function conversationsOf(parts: Parts): readonly Conversation[] {
  const channels = parts.workplace.channels.map(({ id }) => findConversation(parts, id));
  const personal = parts.workplace.people.map(personalConversation);
  return [...channels, ...personal.filter(({ id }) => parts.transcript.messagesOf(id).length > 0)];
}

/** All of them, or with `as` those that this person has in their list, their own conversation with the bot among them. */
function listConversations(parts: Parts, call: Call): readonly unknown[] {
  const as = call.query.get('as');
  if (as === null) return conversationsOf(parts);
  const person = someone(parts, as);
  const channels = conversationsOf(parts).filter(({ kind }) => kind === 'channel');
  return [...channels, personalConversation(person)].map((one) => ({ ...one, installed: isInstalled(parts, one) }));
}

/** What people do with Teams: for tests, the demo and the page. Nothing here exists in Teams. */
export function playgroundRoutes(parts: Parts, deliver: Deliver): readonly Route[] {
  const at = (method: string, path: string, handle: Route['handle']): Route => ({
    method,
    path: `/playground${path}`,
    handle,
  });
  const conversationOf = (call: Call): Conversation => findConversation(parts, call.params['conversation'] ?? '');
  return [
    at('GET', '/workplace', () => ({ status: 200, body: { ...parts.workplace, installed: [...parts.installed] } })),
    at('GET', '/conversations', (call) => ({ status: 200, body: { conversations: listConversations(parts, call) } })),
    at('GET', '/conversations/:conversation/messages', (call) => {
      const messages = parts.transcript.messagesOf(conversationOf(call).id).map(shown);
      return { status: 200, body: { messages, lastEvent: parts.transcript.lastEvent() } };
    }),
    at('POST', '/conversations/:conversation/messages', async (call) => {
      const { as, ...saying } = parse(sayingSchema, call.body);
      return { status: 200, body: await say(parts, deliver, conversationOf(call), someone(parts, as), saying) };
    }),
    at('GET', '/messages/:message', (call) => {
      const message = parts.transcript.find(call.params['message'] ?? '');
      if (!message) throw new Refusal(404, 'NoSuchMessage', 'no such message');
      return { status: 200, body: shown(message) };
    }),
    at('POST', '/clicks', async (call) => {
      const { as, ...click } = parse(clickSchema, call.body);
      return { status: 200, body: await press(parts, deliver, someone(parts, as), click) };
    }),
    at('POST', '/installations', (call) => install(parts, deliver, call, true)),
    at('POST', '/removals', (call) => install(parts, deliver, call, false)),
    at('POST', '/deliveries', async (call) => {
      const { activity, token } = parse(rawSchema, call.body);
      return { status: 200, body: await deliver(activity, token) };
    }),
    at('GET', '/events', (call) => events(parts, call)),
    at('GET', '/violations', () => ({ status: 200, body: { violations: parts.violations() } })),
    at('POST', '/faults', (call) => {
      parts.faults.plan(parse(faultSchema, call.body));
      return { status: 200, body: {} };
    }),
    at('DELETE', '/faults', () => {
      parts.faults.clear();
      return { status: 200, body: {} };
    }),
  ];
}
