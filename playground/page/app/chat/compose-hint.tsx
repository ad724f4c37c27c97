import { personOf } from '../state/page-store';
import { usePart } from '../state/use-part';
import type { DraftInHand } from './use-draft';

interface ComposeHintOf {
  readonly id: string;
  readonly draft: DraftInHand;
  readonly canMention: boolean;
  readonly usage: string | undefined;
}

/** As whom one writes, and what helps with it. */
export function ComposeHint({ id, draft, canMention, usage }: ComposeHintOf) {
  const me = usePart((state) => personOf(state, state.me)?.name ?? '');
  const bot = usePart((state) => state.workplace.bot.name);
  return (
    <p class="compose-hint" id={id}>
      <span>You write as {me}.</span>{' '}
      {canMention && !draft.mention ? (
        <span class="compose-unheard">{bot} does not hear it: it hears only what mentions it.</span>
      ) : usage === undefined ? (
        <span class="compose-keys">Enter sends.</span>
      ) : (
        <code>{usage}</code>
      )}
    </p>
  );
}
