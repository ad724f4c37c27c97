import type { Message, Person } from '../../wire/chat';
import type { Change, Snapshot } from '../../wire/stream';

/** Everything that the page shows. What the server knows is kept as it came; the rest is this browser's own. */
export interface PageState extends Omit<Snapshot, 'messages'> {
  /** False until the first snapshot, and while the server does not answer. */
  readonly connected: boolean;
  readonly started: boolean;
  readonly messages: ReadonlyMap<string, Message>;
  /** Object id of the person whom the visitor plays. */
  readonly me: string;
  /** The open conversation. */
  readonly conversation: string;
  readonly theme: 'light' | 'dark' | 'system';
  /** Cards as an old phone shows them, which knows none of Teams' own elements. */
  readonly oldPhone: boolean;
  /** It was chosen while the project was not known yet, and gives way to the project's channel. */
  readonly isGuess: boolean;
  /** What a narrow window shows. */
  readonly view: 'chat' | 'model' | 'world';
  /** Whether the world outside is unfolded. */
  readonly isWorldOpen: boolean;
  /** What the compose box of a conversation is given to begin with; null once it took it. */
  readonly given: { readonly conversation: string; readonly text: string } | null;
  /** Whether the welcome stands above the conversation: open on the first visit, and until it is closed. */
  readonly welcome: boolean;
  /** By person and conversation: the newest message that was seen there. */
  readonly read: Readonly<Record<string, string>>;
}

export interface PageStore {
  get(): PageState;
  set(part: Partial<PageState>): void;
  take(change: Change): void;
  subscribe(listener: () => void): () => void;
}

/** The browser's own storage, as far as it is used. */
interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const remembered = ['me', 'conversation', 'theme', 'oldPhone', 'welcome', 'read'] as const;
const storageKey = 'steward-playground';

function recall(storage: Memory): Partial<PageState> {
  try {
    const saved: unknown = JSON.parse(storage.getItem(storageKey) ?? '{}');
    return typeof saved === 'object' && saved !== null ? saved : {};
  } catch {
    // Somebody else's value under our key, or storage is not allowed: the visitor starts as for the first time.
    return {};
  }
}

export function createPageStore(storage: Memory): PageStore {
  const listeners = new Set<() => void>();
  let state: PageState = {
    connected: false,
    started: false,
    workplace: { team: { id: '', name: '' }, people: [], bot: { appId: '', name: '' } },
    conversations: [],
    messages: new Map(),
    commands: [],
    overview: null,
    outside: null,
    story: null,
    parts: { connector: false, bot: false },
    temporalUrl: '',
    me: '',
    conversation: '',
    isGuess: false,
    theme: 'system',
    oldPhone: false,
    view: 'chat',
    isWorldOpen: true,
    given: null,
    welcome: true,
    read: {},
    ...recall(storage),
  };

  function set(part: Partial<PageState>): void {
    const isChosen = part.conversation !== undefined && part.conversation !== '';
    state = settle({ ...state, ...part, ...(isChosen && { isGuess: false }) });
    storage.setItem(storageKey, JSON.stringify(Object.fromEntries(remembered.map((name) => [name, state[name]]))));
    listeners.forEach((listener) => listener());
  }

  return {
    get: () => state,
    set,
    take(change) {
      if (change.what === 'snapshot') {
        const { messages, ...rest } = change.value;
        const snapshot = { ...rest, connected: true, started: true, messages: byId(messages) };
        return set(isNewHome(state.read, snapshot) ? { ...snapshot, ...asAtFirst } : snapshot);
      }
      if (change.what === 'message') return set({ messages: byId([...state.messages.values(), change.value]) });
      set({ [change.what]: change.value });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function byId(messages: readonly Message[]): ReadonlyMap<string, Message> {
  return new Map(messages.map((message) => [message.id, message]));
}

const asAtFirst = { read: {}, conversation: '', view: 'chat', welcome: true } as const;

/** Whether Steward began anew since this browser was here last: nothing that was read is there any more. */
function isNewHome(
  read: PageState['read'],
  { workplace, messages }: Pick<PageState, 'workplace' | 'messages'>,
): boolean {
  const seen = Object.values(read);
  return workplace.people.length > 0 && seen.length > 0 && !seen.some((id) => messages.has(id));
}

/** Nobody stays somebody who is not there, nor in a conversation that they do not see. */
function settle(state: PageState): PageState {
  const { people } = state.workplace;
  // A page's server that has just started knows nobody yet: whoever was here comes back to their place.
  if (people.length === 0) return state;
  const me = people.some(({ objectId }) => objectId === state.me) ? state.me : (people[0]?.objectId ?? '');
  const seen = state.conversations.filter(({ seenBy }) => seenBy.includes(me));
  if (!state.isGuess && seen.some(({ id }) => id === state.conversation)) return { ...state, me };
  const home = seen.find(({ kind, installed }) => kind === 'channel' && installed) ?? seen[0];
  // The general channel comes first in the list; a project's own channel is where the talk is.
  const project = seen.find(({ kind, name }) => kind === 'channel' && name === state.overview?.project);
  return { ...state, me, conversation: (project ?? home)?.id ?? '', isGuess: project === undefined };
}

export function personOf(state: Pick<PageState, 'workplace'>, objectId: string): Person | undefined {
  return state.workplace.people.find((person) => person.objectId === objectId);
}
