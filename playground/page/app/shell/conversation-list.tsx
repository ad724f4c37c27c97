import { AddSteward } from './add-steward';
import type { Conversation } from '../../wire/chat';
import { unreadIn } from '../state/unread';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';
import { Avatar } from './avatar';

/** The team with its channels, group chats, and one's own conversation with the bot. */
export function ConversationList({ onChosen }: { readonly onChosen: () => void }) {
  const store = useStore();
  const me = usePart((state) => state.me);
  const conversations = usePart((state) => state.conversations);
  const open = usePart((state) => state.conversation);
  const messages = usePart((state) => state.messages);
  const read = usePart((state) => state.read);
  const bot = usePart((state) => state.workplace.bot.name);
  const team = usePart((state) => state.workplace.team.name);
  const seen = conversations.filter(({ seenBy }) => seenBy.includes(me));
  const unread = unreadIn({ messages, read, me });
  const channels = seen.filter(({ kind }) => kind === 'channel');
  const chats = seen.filter(({ kind }) => kind !== 'channel');
  const entry = (one: Conversation) => (
    <Entry
      key={one.id}
      conversation={one}
      bot={bot}
      isOpen={one.id === open}
      isUnread={unread.has(one.id) && one.id !== open}
      onChosen={() => {
        store.set({ conversation: one.id, view: 'chat' });
        onChosen();
      }}
    />
  );
  const [first] = channels;
  return (
    <nav class="places" aria-label="Channels and chats">
      <h2>{team}</h2>
      <ul>{channels.map(entry)}</ul>
      {first !== undefined && !first.installed && <AddSteward conversation={first.id} />}
      <h2>Chats</h2>
      <ul>{chats.map(entry)}</ul>
    </nav>
  );
}

interface EntryOf {
  readonly conversation: Conversation;
  readonly bot: string;
  readonly isOpen: boolean;
  readonly isUnread: boolean;
  readonly onChosen: () => void;
}

function Entry({ conversation, bot, isOpen, isUnread, onChosen }: EntryOf) {
  const { kind, name, installed } = conversation;
  const isOwn = kind === 'personal';
  return (
    <li>
      <button class="place" aria-current={isOpen ? 'page' : undefined} data-unread={isUnread} onClick={onChosen}>
        {kind === 'channel' ? (
          <span class="place-sign" aria-hidden="true">
            #
          </span>
        ) : (
          <Avatar name={name} isBot={isOwn} small />
        )}
        <span class="place-name">{isOwn ? bot : name}</span>
        {isOwn && !installed && <span class="place-note">not added</span>}
        {isUnread && <span class="unseen">, unread</span>}
      </button>
    </li>
  );
}
