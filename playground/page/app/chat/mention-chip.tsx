import type { DraftInHand } from './use-draft';

interface MentionChipOf {
  readonly bot: string;
  readonly draft: DraftInHand;
  /** Where the focus goes, as the button that was pressed is gone. */
  readonly onChanged: () => void;
}

/** The mention by which the bot hears a message of a channel. */
export function MentionChip({ bot, draft, onChanged }: MentionChipOf) {
  const set = (mention: boolean) => () => {
    draft.setMention(mention);
    onChanged();
  };
  if (!draft.mention)
    return (
      <button class="mention-add" onClick={set(true)}>
        @ Mention {bot}
      </button>
    );
  return (
    <span class="mention mention-chip">
      @{bot}
      <button aria-label={`Take off the mention of ${bot}`} title="Take off" onClick={set(false)}>
        ×
      </button>
    </span>
  );
}
