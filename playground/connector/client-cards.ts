import type { JsonObject, TranscriptMessage } from './transcript-types';

/** What somebody's client got back last from the bot for a card. */
export interface LastResult {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How often the message had been edited by then. */
  readonly edits: number;
  /** The card that the client has shown since. */
  readonly card: JsonObject;
}

/** What people's clients remember of cards. It ends with the process, as that of a closed client. */
export interface ClientCards {
  /** Notes that this person's client got a result just now, and shows this message. */
  note(message: TranscriptMessage, objectId: string, at: Date): void;
  find(message: string, objectId: string): LastResult | undefined;
}

/** The oldest is forgotten beyond; then the card asks anew. */
const mostResults = 10_000;

export function createClientCards(): ClientCards {
  const results = new Map<string, LastResult>();
  const keyOf = (message: string, objectId: string): string => `${message}/${objectId}`;
  return {
    note(message, objectId, at) {
      const card = message.views[objectId] ?? message.card;
      if (!card) return;
      const key = keyOf(message.id, objectId);
      results.delete(key);
      results.set(key, { at: at.getTime(), edits: message.edits, card });
      const [oldest] = results.keys();
      if (results.size > mostResults && oldest !== undefined) results.delete(oldest);
    },
    find: (message, objectId) => results.get(keyOf(message, objectId)),
  };
}
