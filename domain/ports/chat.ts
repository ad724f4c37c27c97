import type { Json } from '../canonical-json';

/** A person as the channel knows them. `objectId` (Entra directory) is the identity; the rest is for display. */
export interface ChatUser {
  readonly objectId: string;
  readonly tenantId: string;
  /** The channel's own id for mentions (`29:…`). */
  readonly channelUserId: string;
  /** Missing where the channel tells none. */
  readonly name?: string;
}

/** Where to post; plain data, kept in PostgreSQL. */
export interface ConversationRef {
  readonly serviceUrl: string;
  readonly tenantId: string;
  /** Without `;messageid=`. */
  readonly conversationId: string;
  readonly botId: string;
  readonly kind: 'channel' | 'group' | 'personal';
}

export interface Card {
  /** Adaptive Card 1.5. */
  readonly json: { readonly [key: string]: Json };
  /** The same in words: notification text, transcript and clients without cards. */
  readonly text: string;
}

export type Message = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'card'; readonly card: Card };

/**
 * Sends to the channel. Errors: `channel_busy` (retryable, 412/429/502/503/504 on edits), `channel_ambiguous` (a create
 * that may have been accepted: time-out or 5xx after sending), `channel_gone` (403/404: dead until reinstalled),
 * `card_gone` (the edited message is no longer there).
 */
export interface ChatGateway {
  /** A new message; with `thread` (an activity id) as a reply below it. Returns its activity id. */
  post(conversation: ConversationRef, message: Message, thread?: string): Promise<string>;
  /** Replaces a message in place; repeating it is harmless. */
  edit(conversation: ConversationRef, activityId: string, message: Message): Promise<void>;
}
