import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../../wire/chat';
import { usePart } from '../state/use-part';
import { CompletionList } from './completion-list';
import { ComposeHint } from './compose-hint';
import { createKeys } from './compose-keys';
import type { Drafts } from './drafts';
import { MentionChip } from './mention-chip';
import { useCompletion } from './use-completion';
import { useDraft } from './use-draft';
import { useGivenText } from './use-given-text';

interface ComposeOf {
  readonly conversation: Conversation;
  /** The thread that is answered; a new post without it. */
  readonly thread?: string;
  readonly drafts: Drafts;
  /** How often somebody asked to be brought here; a reply's box is asked for once, when it is opened. */
  readonly asked: number;
  readonly onClose?: () => void;
}

/** The tables of HTML know no textarea of this role; without it screen readers do not tell of the list. */
const combobox: object = { role: 'combobox' };

/** Where the visitor writes, with the commands that the bot knows at hand. */
export function Compose({ conversation, thread, drafts, asked, onClose }: ComposeOf) {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const bot = usePart((state) => state.workplace.bot.name);
  const canMention = conversation.kind !== 'personal';
  const draft = useDraft(conversation, thread, drafts);
  const completion = useCompletion(draft, box);
  const isReply = thread !== undefined;
  // A box that comes with another conversation was not asked for by what was asked of the former one.
  const answered = useRef(isReply ? 0 : asked);
  useEffect(() => {
    if (asked === answered.current) return;
    answered.current = asked;
    box.current?.focus();
    if (!isReply) completion.open();
  }, [asked]);
  useGivenText(isReply ? '' : conversation.id, (text) => {
    draft.write(text);
    box.current?.focus();
  });
  useGrowing(box, draft.text);
  const send = (): void => {
    // It would list all commands over the box that is empty now.
    completion.close();
    draft.send();
  };
  const keys = createKeys({ draft, completion, canMention, send, ...(onClose && { onClose }) });
  return (
    <div class="compose" data-reply={isReply}>
      {completion.isShown && <CompletionList id={`${id}-list`} completion={completion} />}
      {draft.failure !== undefined && (
        <p class="compose-failure" role="alert">
          {draft.failure}
        </p>
      )}
      <div class="compose-box">
        {canMention && <MentionChip bot={bot} draft={draft} onChanged={() => box.current?.focus()} />}
        <textarea
          id={isReply ? `${id}-box` : 'compose'}
          ref={box}
          rows={1}
          value={draft.text}
          placeholder={isReply ? 'Reply' : 'Type a command'}
          {...combobox}
          aria-label={isReply ? 'Reply to the thread' : 'Start a new post'}
          aria-autocomplete="list"
          aria-expanded={completion.isShown}
          aria-controls={completion.isShown ? `${id}-list` : undefined}
          aria-activedescendant={completion.active < 0 ? undefined : `${id}-list-${completion.active}`}
          aria-describedby={`${id}-hint`}
          spellcheck={false}
          autocomplete="off"
          maxLength={2000}
          onInput={({ currentTarget }) => completion.typed(currentTarget.value, currentTarget.selectionStart)}
          onSelect={({ currentTarget }) => completion.moved(currentTarget.selectionStart)}
          onBlur={completion.close}
          onKeyDown={keys}
        />
        <ComposeButtons
          isEmpty={draft.text.trim() === ''}
          onSend={send}
          onCommands={completion.toggle}
          {...(onClose && { onClose })}
        />
      </div>
      <ComposeHint id={`${id}-hint`} draft={draft} canMention={canMention} usage={completion.usage} />
    </div>
  );
}

interface ComposeButtonsOf {
  readonly isEmpty: boolean;
  readonly onSend: () => void;
  readonly onCommands: () => void;
  readonly onClose?: () => void;
}

function ComposeButtons({ isEmpty, onSend, onCommands, onClose }: ComposeButtonsOf) {
  return (
    <div class="compose-buttons">
      <button
        class="icon-button"
        aria-label="Show the commands"
        title="Commands"
        onMouseDown={(event) => event.preventDefault()}
        onClick={onCommands}
      >
        /
      </button>
      {onClose && (
        <button class="icon-button" aria-label="Do not reply" title="Close" onClick={onClose}>
          ×
        </button>
      )}
      <button
        class="icon-button compose-send"
        aria-label="Send"
        title="Send (Enter)"
        disabled={isEmpty}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onSend}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M2.7 2.3 18 9.6a.45.45 0 0 1 0 .8L2.7 17.7a.45.45 0 0 1-.6-.5L3.7 11 11 10 3.7 9 2.1 2.8a.45.45 0 0 1 .6-.5Z" />
        </svg>
      </button>
    </div>
  );
}

/** As high as its lines need, up to what the style sheet allows. */
function useGrowing(box: { readonly current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
}
