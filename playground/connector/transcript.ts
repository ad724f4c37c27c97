import { createEventLog } from './event-log';
import type { TranscriptEvent, TranscriptMessage } from './transcript-types';

export interface TranscriptState {
  readonly messages: readonly TranscriptMessage[];
  readonly lastId: number;
  readonly lastEvent: number;
}

export interface Transcript {
  /** Milliseconds since 1970 as Teams writes ids, made unique. */
  nextId(): string;
  add(message: TranscriptMessage): void;
  /** Puts the changed message in the place of the one with its id. */
  replace(message: TranscriptMessage, kind: TranscriptEvent['kind'], note?: string): void;
  find(id: string): TranscriptMessage | undefined;
  messagesOf(conversation: string): readonly TranscriptMessage[];
  /** When something was last posted there; undefined when nothing was. */
  lastMessageAt(conversation: string): string | undefined;
  /** Something that is no message: a violation, an installation. */
  tell(kind: TranscriptEvent['kind'], conversation: string, note: string): void;
  eventsAfter(n: number): readonly TranscriptEvent[];
  /** The number of the newest event ever. */
  lastEvent(): number;
  /** Resolves at the next event or after the wait, whichever comes first. */
  waitForEvent(milliseconds: number): Promise<void>;
  /** Wakes all who wait. */
  close(): void;
  state(): TranscriptState;
}

const mostMessages = 20_000;

/** What was said in every conversation, with a numbered stream of changes. The oldest falls out beyond the limits. */
export function createTranscript(saved: TranscriptState | undefined, now: () => Date, changed: () => void): Transcript {
  const messages = new Map((saved?.messages ?? []).map((message) => [message.id, message]));
  const lastAt = new Map([...messages.values()].map(({ conversation, at }) => [conversation, at]));
  const log = createEventLog(saved?.lastEvent ?? 0, now);
  let lastId = saved?.lastId ?? 0;

  function note(event: Parameters<typeof log.note>[0]): void {
    changed();
    log.note(event);
  }

  return {
    nextId() {
      lastId = Math.max(lastId + 1, now().getTime());
      return String(lastId);
    },
    add(message) {
      messages.set(message.id, message);
      lastAt.set(message.conversation, message.at);
      const [oldest] = messages.keys();
      if (messages.size > mostMessages && oldest !== undefined) messages.delete(oldest);
      note({ kind: 'posted', conversation: message.conversation, message: message.id });
    },
    replace(message, kind, text) {
      const { id, conversation } = message;
      messages.set(id, message);
      note({ kind, conversation, message: id, ...(text !== undefined && { note: text }) });
    },
    find: (id) => messages.get(id),
    messagesOf: (conversation) => [...messages.values()].filter((message) => message.conversation === conversation),
    lastMessageAt: (conversation) => lastAt.get(conversation),
    tell: (kind, conversation, text) => note({ kind, conversation, note: text }),
    eventsAfter: (n) => log.after(n),
    lastEvent: () => log.last(),
    waitForEvent: (milliseconds) => log.wait(milliseconds),
    close: () => log.wake(),
    state: () => ({ messages: [...messages.values()], lastId, lastEvent: log.last() }),
  };
}
