import type { ChatUser, ConversationRef, Message } from '../../domain/ports/chat';
import type { Instant } from '../../domain/release/release';

interface Happening {
  /** The channel's id of this delivery; a repetition may carry the same one or a new one. */
  readonly activityId: string;
  readonly conversation: ConversationRef;
  readonly receivedAt: Instant;
}

interface PersonalHappening extends Happening {
  readonly user: ChatUser;
  /** The first message of the thread it happened in; replies go there. None in a personal conversation. */
  readonly thread?: string;
}

/** Somebody typed something to the bot. */
export interface CommandEvent extends PersonalHappening {
  readonly kind: 'command';
  /** Without the mention of the bot, else as typed. */
  readonly text: string;
}

/** Somebody pressed a button of a card. */
export interface ActionEvent extends PersonalHappening {
  readonly kind: 'action';
  readonly verb: string;
  /** The button's data with the card's inputs merged in. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The message that the card is in. */
  readonly cardActivityId: string;
}

/** The app came into a conversation, or left it. */
export interface InstallationEvent extends Happening {
  readonly kind: 'installed' | 'removed';
}

/** What the channel tells the bot, as plain data. */
export type ChatEvent = CommandEvent | ActionEvent | InstallationEvent;

/**
 * What the bot makes of it. A typed line is answered with the message in its thread; a pressed button with the card in
 * the place of its card, for the person who pressed it only, or else with the message to them alone.
 */
export interface ChatAnswer {
  readonly message: Message;
  readonly card?: Message;
}
