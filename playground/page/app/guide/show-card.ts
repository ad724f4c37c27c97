import { findMessage, showMessage } from '../chat/show-message';
import type { PageStore } from '../state/page-store';
import { findCard } from './find-card';

/**
 * Brings the visitor to the card of a release, an alert or a retraining, for the eyes and for the keyboard; where somebody
 * goes on by keyboard, to the first of its buttons.
 */
export function showCard(store: PageStore, name: string, focus: 'the card' | 'its buttons' = 'the card'): void {
  const card = findCard(store.get().messages.values(), name);
  if (card === undefined) return;
  store.set({ conversation: card.conversation, view: 'chat' });
  // Another conversation, or another part of a narrow window, is drawn first.
  requestAnimationFrame(() => {
    showMessage(card.id);
    if (focus === 'its buttons') findMessage(card.id)?.querySelector<HTMLElement>('.ac-pushButton')?.focus();
  });
}
