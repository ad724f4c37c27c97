import { useState } from 'preact/hooks';
import type { Conversation } from '../../wire/chat';
import { say } from '../state/chat-actions';
import { useStore } from '../state/use-store';
import { deliveryTrouble } from './delivery-trouble';
import type { Draft, Drafts } from './drafts';

export interface DraftInHand extends Draft {
  readonly write: (text: string) => void;
  readonly setMention: (mention: boolean) => void;
  readonly send: () => void;
}

const empty: Draft = { text: '', mention: true };
/** Somebody who types the mention means the one that the box puts in by itself. */
const typedMention = /^@steward\s/i;

/** The text of a compose box, kept where it outlives the box, and its sending. */
export function useDraft(conversation: Conversation, thread: string | undefined, drafts: Drafts): DraftInHand {
  const store = useStore();
  const [draft, setDraft] = useState(drafts.read(conversation.id, thread) ?? empty);

  const change = (next: Draft): void => {
    drafts.keep(conversation.id, thread, next);
    setDraft(next);
  };

  async function send(): Promise<void> {
    const { text, mention } = draft;
    const { me, workplace } = store.get();
    change(empty);
    const failure = await trySending({ as: me, conversation: conversation.id, text: text.trim(), mention, thread });
    if (failure === undefined) return;
    const now = drafts.read(conversation.id, thread) ?? empty;
    change(now.text === '' ? { text, mention, failure } : { ...now, failure });

    async function trySending({ thread: to, ...saying }: Sending): Promise<string | undefined> {
      try {
        const { deliveries } = await say({ ...saying, ...(to !== undefined && { thread: to }) });
        return deliveryTrouble(deliveries, workplace.bot.name);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    }
  }

  return {
    ...draft,
    write(text) {
      const mentions = typedMention.test(text);
      change({ text: text.replace(typedMention, ''), mention: draft.mention || mentions });
    },
    setMention: (mention) => change({ ...draft, mention }),
    send: () => void (draft.text.trim() !== '' && send()),
  };
}

interface Sending {
  readonly as: string;
  readonly conversation: string;
  readonly text: string;
  readonly mention: boolean;
  readonly thread: string | undefined;
}
