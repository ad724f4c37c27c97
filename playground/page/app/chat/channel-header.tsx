import type { Conversation } from '../../wire/chat';
import { Avatar } from '../shell/avatar';
import { personOf } from '../state/page-store';
import { usePart } from '../state/use-part';

export function ChannelHeader({ conversation: { kind, name } }: { readonly conversation: Conversation }) {
  const team = usePart((state) => state.workplace.team.name);
  const bot = usePart((state) => state.workplace.bot.name);
  const me = usePart((state) => personOf(state, state.me)?.name);
  if (kind === 'channel')
    return (
      <header class="channel-header">
        <span class="channel-sign" aria-hidden="true">
          #
        </span>
        <h2 id="channel-name">{name}</h2>
        <p>{team}</p>
      </header>
    );
  return (
    <header class="channel-header">
      <Avatar name={name} isBot={kind === 'personal'} small />
      <h2 id="channel-name">{kind === 'personal' ? bot : name}</h2>
      <p>{kind === 'personal' ? `only ${me} and ${bot} see this` : 'group chat'}</p>
    </header>
  );
}
