import { z } from 'zod';
import { callJson } from './call-json';
import { PlaygroundFailure } from './failure';

const delivery = z.object({ status: z.number(), body: z.string(), error: z.string().optional() });

const message = z.object({
  id: z.string(),
  conversation: z.string(),
  thread: z.string(),
  author: z.object({ kind: z.enum(['person', 'bot']), name: z.string() }),
  at: z.string(),
  editedAt: z.string().optional(),
  edits: z.number(),
  text: z.string().optional(),
  summary: z.string().optional(),
  card: z.unknown().optional(),
  buttons: z.array(z.object({ title: z.string(), verb: z.string().optional() })),
});
export type ChannelMessage = z.infer<typeof message>;

const event = z.object({
  n: z.number(),
  kind: z.string(),
  message: z.string().optional(),
  note: z.string().optional(),
});
type ChannelEvent = z.infer<typeof event>;

const workplace = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string() })),
  people: z.array(z.object({ objectId: z.string(), name: z.string(), note: z.string() })),
});
export type Workplace = z.infer<typeof workplace>;
export type Person = Workplace['people'][number];

const refusal = z.object({ error: z.object({ code: z.string() }) });

const answers = z.object({ deliveries: z.array(delivery), answers: z.array(z.unknown()) });

export interface ReadSoFar {
  readonly messages: readonly ChannelMessage[];
  readonly lastEvent: number;
}

/** What people do in the channel's stand-in, over its HTTP interface. */
export interface ConnectorClient {
  workplace(): Promise<Workplace>;
  install(person: Person, conversation: string): Promise<void>;
  say(person: Person, conversation: string, text: string): Promise<{ readonly id: string; readonly thread: string }>;
  /** Presses a button by its verb; returns what the bot answered to the one who pressed it. */
  press(person: Person, on: string, verb: string, inputs: Readonly<Record<string, string>>): Promise<unknown>;
  read(id: string): Promise<ChannelMessage>;
  /** All messages of a conversation, oldest first, and the number of the newest event that they hold. */
  messages(conversation: string): Promise<ReadSoFar>;
  /** Events after the n-th; waits for one if there is none, until the signal. */
  events(after: number, until: AbortSignal): Promise<readonly ChannelEvent[]>;
  /** What Teams would have refused, or a bot should not do. */
  violations(): Promise<readonly string[]>;
}

const waitMs = 20_000;

export function createConnectorClient(origin: string, signal: AbortSignal): ConnectorClient {
  async function call<Schema extends z.ZodType>(
    schema: Schema,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    until: AbortSignal = signal,
  ): Promise<z.infer<Schema>> {
    const url = `${origin}/playground${path}`;
    const sent =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
    const answer = await callJson(url, { method, signal: until, ...sent });
    const parsed = schema.safeParse(answer.body);
    if (answer.status === 200 && parsed.success) return parsed.data;
    throw new PlaygroundFailure(
      `The connector answered ${answer.status} to ${method} ${path}: ${JSON.stringify(answer.body)}`,
      refusal.safeParse(answer.body).data?.error.code,
    );
  }

  function requireDelivered(deliveries: readonly z.infer<typeof delivery>[]): void {
    const lost = deliveries.find(({ status }) => status < 200 || status > 299);
    if (lost) throw new PlaygroundFailure(`The bot answered ${lost.status} ${lost.error ?? lost.body}`.trim());
    if (deliveries.length === 0)
      throw new PlaygroundFailure('The bot did not hear it: it is not installed there.', 'NotInstalled');
  }

  const messagesOf = (conversation: string): string => `/conversations/${encodeURIComponent(conversation)}/messages`;
  return {
    workplace: () => call(workplace, 'GET', '/workplace'),
    async install({ objectId }, conversation) {
      const body = { as: objectId, conversation };
      const { deliveries } = await call(z.object({ deliveries: z.array(delivery) }), 'POST', '/installations', body);
      requireDelivered(deliveries);
    },
    async say({ objectId }, conversation, text) {
      const said = z.object({ id: z.string(), thread: z.string(), deliveries: z.array(delivery) });
      const { deliveries, ...rest } = await call(said, 'POST', messagesOf(conversation), { as: objectId, text });
      requireDelivered(deliveries);
      return rest;
    },
    async press({ objectId }, on, verb, inputs) {
      const body = { as: objectId, message: on, button: verb, inputs };
      const pressed = await call(answers, 'POST', '/clicks', body);
      requireDelivered(pressed.deliveries);
      return pressed.answers[0];
    },
    read: (id) => call(message, 'GET', `/messages/${encodeURIComponent(id)}`),
    messages: (conversation) =>
      call(z.object({ messages: z.array(message), lastEvent: z.number() }), 'GET', messagesOf(conversation)),
    async events(after, until) {
      const path = `/events?after=${after}&wait=${waitMs}`;
      const found = await call(z.object({ events: z.array(event) }), 'GET', path, undefined, until);
      return found.events;
    },
    async violations() {
      const found = await call(z.object({ violations: z.array(z.object({ what: z.string() })) }), 'GET', '/violations');
      return found.violations.map(({ what }) => what);
    },
  };
}
