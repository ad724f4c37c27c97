import { useMemo } from 'preact/hooks';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';
import { findCard } from './find-card';
import { showCard } from './show-card';

interface CardLinkOf {
  /** `r3`, `a1`, `t2`. */
  readonly of: string;
  readonly look: 'button' | 'primary' | 'link';
}

const looks = { button: 'button', primary: 'button primary', link: 'card-link' } as const;

/** Leads to the card of a release, an alert or a retraining; nothing while it has none. */
export function CardLink({ of, look }: CardLinkOf) {
  const store = useStore();
  const messages = usePart((state) => state.messages);
  const isThere = useMemo(() => findCard(messages.values(), of) !== undefined, [messages, of]);
  if (!isThere) return null;
  return (
    <button class={looks[look]} onClick={() => showCard(store, of)}>
      Show the {of.startsWith('a') ? 'alert' : 'card'}
      <span class="unseen"> of {of}</span>
    </button>
  );
}
