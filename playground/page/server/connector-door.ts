import { z } from 'zod';
import { callJson, type JsonAnswer } from '../../client/call-json';
import { PlaygroundFailure } from '../../client/failure';
import { conversationSchema, messageSchema, workplaceSchema } from '../wire/chat';
import type { Snapshot } from '../wire/stream';

/** The channel's stand-in as the page's server talks to it. Every call rejects with a PlaygroundFailure. */
export interface ConnectorDoor {
  /** Everything that was said, and the number of the newest event that it holds. */
  readChat(): Promise<Pick<Snapshot, 'workplace' | 'conversations' | 'messages'> & { readonly lastEvent: number }>;
  readConversations(people: Snapshot['workplace']['people']): Promise<Snapshot['conversations']>;
  readMessage(id: string): Promise<Snapshot['messages'][number]>;
  /** Events after the n-th; waits a while for one if there is none. */
  events(after: number): Promise<readonly ChatEvent[]>;
  /** Somebody does something; what the stand-in answers is passed on as it is. */
  act(path: string, body: unknown): Promise<JsonAnswer>;
}

const eventSchema = z.object({ n: z.number(), kind: z.string(), message: z.string().optional() });
export type ChatEvent = z.infer<typeof eventSchema>;

const waitMs = 20_000;
/** A delivery to the bot takes up to its own time limit. */
const patienceMs = 60_000;

const conversationList = z.object({ conversations: z.array(conversationSchema.omit({ seenBy: true })) });

export function createConnectorDoor(origin: string, signal: AbortSignal): ConnectorDoor {
  const call = (path: string, init: RequestInit = {}): Promise<JsonAnswer> =>
    callJson(`${origin}/playground${path}`, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    });

  async function read<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.infer<Schema>> {
    const { status, body } = await call(path);
    const parsed = schema.safeParse(body);
    if (status === 200 && parsed.success) return parsed.data;
    throw new PlaygroundFailure(
      `The connector answered ${status} to GET ${path}: ${JSON.stringify(body).slice(0, 300)}`,
    );
  }

  /** Each person's list, put together: a conversation once, with those who see it. */
  async function readConversations(people: Snapshot['workplace']['people']): Promise<Snapshot['conversations']> {
    const lists = await Promise.all(
      people.map(async ({ objectId }) => ({
        objectId,
        list: (await read(conversationList, `/conversations?as=${encodeURIComponent(objectId)}`)).conversations,
      })),
    );
    const all = new Map(lists.flatMap(({ list }) => list.map((one) => [one.id, one] as const)));
    const seenBy = (id: string): string[] =>
      lists.flatMap(({ objectId, list }) => (list.some((one) => one.id === id) ? [objectId] : []));
    return [...all.values()].map((one) => ({ ...one, seenBy: seenBy(one.id) }));
  }

  return {
    readConversations,
    async readChat() {
      const workplace = await read(workplaceSchema, '/workplace');
      const known = await readConversations(workplace.people);
      const schema = z.object({ messages: z.array(messageSchema), lastEvent: z.number() });
      const said = await Promise.all(
        known.map(({ id }) => read(schema, `/conversations/${encodeURIComponent(id)}/messages`)),
      );
      const messages = said.flatMap((one) => one.messages).sort((a, b) => Number(a.id) - Number(b.id));
      // What happens between two of the reads is read again: an event twice does no harm, one that is missed does.
      const lastEvent = Math.min(...said.map((one) => one.lastEvent));
      return { workplace, conversations: known, messages, lastEvent: Number.isFinite(lastEvent) ? lastEvent : 0 };
    },
    readMessage: (id) => read(messageSchema, `/messages/${encodeURIComponent(id)}`),
    async events(after) {
      const found = await read(z.object({ events: z.array(eventSchema) }), `/events?after=${after}&wait=${waitMs}`);
      return found.events;
    },
    act: (path, body) =>
      call(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      }),
  };
}
