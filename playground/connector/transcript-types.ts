export type JsonObject = Readonly<Record<string, unknown>>;

export interface Conversation {
  /** A channel's or a group chat's id, or `a:…` for a person's own conversation with the bot. */
  readonly id: string;
  readonly kind: 'channel' | 'group' | 'personal';
  readonly name: string;
  /** The person's object id, for a personal one. */
  readonly person?: string;
}

export interface TranscriptMessage {
  readonly id: string;
  readonly conversation: string;
  /** The id of the message that it stands below; its own for the first one of a thread. */
  readonly thread: string;
  readonly author:
    | { readonly kind: 'person'; readonly objectId: string; readonly name: string }
    | { readonly kind: 'bot'; readonly name: string };
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly editedAt?: string;
  /** How often it was edited. */
  readonly edits: number;
  readonly deleted: boolean;
  readonly text?: string;
  /** Whether a person's message mentions the bot; the text is without it. */
  readonly mention?: boolean;
  /** What a notification shows of a card. */
  readonly summary?: string;
  /** The card as everybody sees it. */
  readonly card?: JsonObject;
  /** Earlier cards, oldest first, at most 50. */
  readonly earlierCards: readonly JsonObject[];
  /** By object id: the card that only this person sees, given back to their click; an edit ends it. */
  readonly views: Readonly<Record<string, JsonObject>>;
  /** Short answers to clicks that only the clicker saw, newest last, at most 50. */
  readonly notices: readonly { readonly to: string; readonly at: string; readonly text: string }[];
}

export interface TranscriptEvent {
  /** Counts up by one through the life of the state file. */
  readonly n: number;
  readonly at: string;
  readonly kind: 'posted' | 'edited' | 'deleted' | 'viewed' | 'noticed' | 'installed' | 'removed' | 'violation';
  readonly conversation: string;
  readonly message?: string;
  readonly note?: string;
}
