import type { Message } from '../wire/chat';
import type { Change, Snapshot } from '../wire/stream';

type Settable = Exclude<Change['what'], 'snapshot' | 'message' | 'parts'>;

export interface Hub {
  /** All that is known now. */
  snapshot(): Snapshot;
  /** Hears of each change from now on, until the returned function is called. */
  listen(listener: (change: Change) => void): () => void;
  listeners(): number;
  /** Puts a part of what is known in the place of the former one; what did not change is not told again. */
  set<What extends Settable>(what: What, value: Snapshot[What]): void;
  /** Whether a part behind the page answers. */
  setPart(part: keyof Snapshot['parts'], answers: boolean): void;
  /** A new or a changed message. */
  putMessage(message: Message): void;
  /** Everything about the chat at once, after the connection to it was lost and found. */
  replaceChat(chat: Pick<Snapshot, 'workplace' | 'conversations' | 'messages'>): void;
}

/** Older ones are not shown any more; each may hold a card of 24 KB. */
const mostMessages = 1_000;

/** What the open pages are told of, kept in one place so that a page that connects starts with all of it. */
export function createHub(temporalUrl: string): Hub {
  const listeners = new Set<(change: Change) => void>();
  const messages = new Map<string, Message>();
  let known: Omit<Snapshot, 'messages'> = {
    workplace: { team: { id: '', name: '' }, people: [], bot: { appId: '', name: '' } },
    conversations: [],
    commands: [],
    overview: null,
    outside: null,
    story: null,
    parts: { connector: false, bot: false },
    temporalUrl,
  };

  const snapshot = (): Snapshot => ({ ...known, messages: [...messages.values()] });
  const tell = (change: Change): void => listeners.forEach((listener) => listener(change));

  function keep(message: Message): void {
    messages.set(message.id, message);
    const [oldest] = messages.keys();
    if (messages.size > mostMessages && oldest !== undefined) messages.delete(oldest);
  }

  function set(what: Settable | 'parts', value: unknown): void {
    if (JSON.stringify(known[what]) === JSON.stringify(value)) return;
    known = { ...known, [what]: value };
    tell({ what, value } as Change);
  }

  return {
    snapshot,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listeners: () => listeners.size,
    set,
    setPart: (part, answers) => set('parts', { ...known.parts, [part]: answers }),
    putMessage(message) {
      keep(message);
      tell({ what: 'message', value: message });
    },
    replaceChat({ messages: fresh, ...rest }) {
      known = { ...known, ...rest };
      messages.clear();
      fresh.forEach(keep);
      tell({ what: 'snapshot', value: snapshot() });
    },
  };
}
