import { useRef } from 'preact/hooks';
import { AddSteward } from '../shell/add-steward';
import type { PageState } from '../state/page-store';
import { usePart } from '../state/use-part';
import { ChannelHeader } from './channel-header';
import { Compose } from './compose';
import { createDrafts } from './drafts';
import { ThreadList } from './thread-list';

/** The open conversation: what was said, and the box in which the visitor says something. */
export function Channel({ askedForCompose }: { readonly askedForCompose: number }) {
  const conversation = usePart(openConversation);
  const drafts = useRef(createDrafts());
  const bot = usePart((state) => state.workplace.bot.name);
  if (conversation === undefined) return <p class="channel-empty">You are in no conversation.</p>;
  const { id, kind, installed } = conversation;
  return (
    <section class="channel" data-kind={kind} aria-labelledby="channel-name">
      <ChannelHeader conversation={conversation} />
      <ThreadList key={id} conversation={conversation} drafts={drafts.current} />
      {installed ? (
        <Compose key={id} conversation={conversation} drafts={drafts.current} asked={askedForCompose} />
      ) : (
        <div class="not-added">
          <p>{kind === 'personal' ? `You have not added ${bot} yet.` : `${bot} is not in this team yet.`}</p>
          <AddSteward conversation={id} />
        </div>
      )}
    </section>
  );
}

function openConversation({ conversations, conversation }: PageState) {
  return conversations.find(({ id }) => id === conversation);
}
