import { z } from 'zod';

/** What the page's server and the page in the browser say to each other of the channel. */

const card = z.record(z.string(), z.unknown());
export type Card = z.infer<typeof card>;

export const messageSchema = z.object({
  id: z.string(),
  conversation: z.string(),
  /** The id of the message that it stands below; its own for the first one of a thread. */
  thread: z.string(),
  author: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('person'), objectId: z.string(), name: z.string() }),
    z.object({ kind: z.literal('bot'), name: z.string() }),
  ]),
  /** ISO 8601, UTC. */
  at: z.string(),
  editedAt: z.string().optional(),
  edits: z.number(),
  deleted: z.boolean(),
  text: z.string().optional(),
  /** Whether a person's message mentions the bot; the text is without it. */
  mention: z.boolean().optional(),
  /** What a notification shows of a card. */
  summary: z.string().optional(),
  /** The card as everybody sees it. */
  card: card.optional(),
  /** By object id: the card that only this person sees. */
  views: z.record(z.string(), card),
  /** Short answers to clicks that only the clicker saw, newest last. */
  notices: z.array(z.object({ to: z.string(), at: z.string(), text: z.string() })),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({
  id: z.string(),
  kind: z.enum(['channel', 'group', 'personal']),
  name: z.string(),
  installed: z.boolean(),
  /** Object ids of those who have it in their list. */
  seenBy: z.array(z.string()),
});
export type Conversation = z.infer<typeof conversationSchema>;

export const personSchema = z.object({
  objectId: z.string(),
  /** The channel's id for them, `29:…`; cards that refresh themselves name people by it. */
  channelUserId: z.string(),
  name: z.string(),
  /** What they are in the story. */
  note: z.string(),
});
export type Person = z.infer<typeof personSchema>;

export const workplaceSchema = z.object({
  team: z.object({ id: z.string(), name: z.string() }),
  people: z.array(personSchema),
  bot: z.object({ appId: z.string(), name: z.string() }),
});
