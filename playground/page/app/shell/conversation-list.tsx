import { AddSteward } from './add-steward';
import type { Conversation } from '../../wire/chat';
import { unreadIn } from '../state/unread';
import { usePage, useStore } from '../state/use-store';
import { Avatar } from './avatar';

/** The team with its channels, group chats, and one's own conversation with the bot. */
export function ConversationList({ onChosen }: { readonly onChosen: () => void }) {
  const store = useStore();
  const page = usePage();
  const seen = page.conversations.filter(({ seenBy }) => seenBy.includes(page.me));
  const unread = unreadIn(page);
  const channels = seen.filter(({ kind }) => kind === 'channel');
  const chats = seen.filter(({ kind }) => kind !== 'channel');
  const entry = (one: Conversation) => (
    <Entry
      key={one.id}
      conversation={one}
      bot={page.workplace.bot.name}
      isOpen={one.id === page.conversation}
      isUnread={unread.has(one.id) && one.id !== page.conversation}
      onChosen={() => {
        store.set({ conversation: one.id, view: 'chat' });
        onChosen();
      }}
    />
  );
  const [first] = channels;
  return (
    <nav class="places" aria-label="Channels and chats">
      <h2>{page.workplace.team.name}</h2>
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
