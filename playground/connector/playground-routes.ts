import { z } from 'zod';
import { buttonsOf } from './press-button';
import type { Deliver } from './deliver';
import { faultSchema } from './faults';
import type { Answer, Call, Route } from './http';
import { install } from './install';
import { conversationsInUse, conversationsSeenBy } from './list-conversations';
import type { Parts } from './parts';
import { findConversation, personalConversation } from './places';
import { refreshCard } from './refresh-card';
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

const refreshSchema = z.strictObject({ as: z.string(), message: z.string() });

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

async function changeInstallation(parts: Parts, deliver: Deliver, call: Call, added: boolean): Promise<Answer> {
  const { as, conversation: id } = parse(installationSchema, call.body);
  const person = someone(parts, as);
  const conversation = id === undefined ? personalConversation(person) : findConversation(parts, id);
  return { status: 200, body: { deliveries: await install(parts, deliver, conversation, person, added) } };
}

const longestWaitMs = 30_000;

async function events(parts: Parts, call: Call): Promise<Answer> {
  const after = Number(call.query.get('after') ?? 0) || 0;
  const wait = Math.min(longestWaitMs, Math.max(0, Number(call.query.get('wait') ?? 0) || 0));
  if (wait > 0 && parts.transcript.eventsAfter(after).length === 0) await parts.transcript.waitForEvent(wait);
  return { status: 200, body: { events: parts.transcript.eventsAfter(after) } };
}

/** Those in use, or with `as` all that this person has in their list. */
function listConversations(parts: Parts, call: Call): readonly Conversation[] {
  const as = call.query.get('as');
  return as === null ? conversationsInUse(parts) : conversationsSeenBy(parts, someone(parts, as));
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
    at('POST', '/refreshes', async (call) => {
      const { as, message } = parse(refreshSchema, call.body);
      return { status: 200, body: await refreshCard(parts, deliver, someone(parts, as), message) };
    }),
    at('POST', '/installations', (call) => changeInstallation(parts, deliver, call, true)),
    at('POST', '/removals', (call) => changeInstallation(parts, deliver, call, false)),
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
