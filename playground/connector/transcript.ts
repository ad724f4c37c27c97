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
  /** Something that is no message: a violation, an installation. */
  tell(kind: TranscriptEvent['kind'], conversation: string, note: string): void;
  eventsAfter(n: number): readonly TranscriptEvent[];
  /** Resolves at the next event or after the wait, whichever comes first. */
  waitForEvent(milliseconds: number): Promise<void>;
  /** Wakes all who wait. */
  close(): void;
  state(): TranscriptState;
}

const mostMessages = 20_000;
const mostEvents = 50_000;

/** What was said in every conversation, with a numbered stream of changes. The oldest falls out beyond the limits. */
export function createTranscript(saved: TranscriptState | undefined, now: () => Date, changed: () => void): Transcript {
  const messages = new Map((saved?.messages ?? []).map((message) => [message.id, message]));
  const waiting = new Set<() => void>();
  let events: TranscriptEvent[] = [];
  let lastId = saved?.lastId ?? 0;
  let lastEvent = saved?.lastEvent ?? 0;

  function wake(): void {
    for (const go of waiting) go();
  }

  function tell(kind: TranscriptEvent['kind'], conversation: string, note?: string, message?: string): void {
    lastEvent += 1;
    const event = { n: lastEvent, at: now().toISOString(), kind, conversation };
    events.push({ ...event, ...(message !== undefined && { message }), ...(note !== undefined && { note }) });
    if (events.length > mostEvents) events = events.slice(-mostEvents / 2);
    changed();
    wake();
  }

  return {
    nextId() {
      lastId = Math.max(lastId + 1, now().getTime());
      return String(lastId);
    },
    add(message) {
      messages.set(message.id, message);
      const [oldest] = messages.keys();
      if (messages.size > mostMessages && oldest !== undefined) messages.delete(oldest);
      tell('posted', message.conversation, undefined, message.id);
    },
    replace(message, kind, note) {
      messages.set(message.id, message);
      tell(kind, message.conversation, note, message.id);
    },
    find: (id) => messages.get(id),
    messagesOf: (conversation) => [...messages.values()].filter((message) => message.conversation === conversation),
    tell,
    eventsAfter: (n) => events.filter((event) => event.n > n),
    waitForEvent: (milliseconds) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        waiting.add(done);
      }),
    close: wake,
    state: () => ({
      messages: [...messages.values()],
      lastId,
      lastEvent,
    }),
  };
}
