import type { PageStore } from '../state/page-store';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';
import { findCard } from './find-card';
import { showCard } from './show-card';
import { useStep } from './use-step';

/** For the keyboard: to the buttons of the card that waits for the visitor, or else to the guide. */
export function SkipToStep() {
  const store = useStore();
  const step = useStep();
  const button = step.buttons[0];
  const messages = usePart((state) => state.messages);
  const card = button?.does === 'card' ? findCard(messages.values(), button.of) : undefined;
  const skip = (event: Event): void => {
    event.preventDefault();
    if (button?.does === 'card' && card !== undefined) showCard(store, button.of, 'its buttons');
    else leadToGuide(store);
  };
  return (
    <a class="skip" href="#guide" onClick={skip}>
      Skip to what waits for you
    </a>
  );
}

function leadToGuide(store: PageStore): void {
  store.set({ view: 'chat' });
  requestAnimationFrame(() => {
    const button = document.querySelector<HTMLElement>('#guide .button');
    (button ?? document.querySelector<HTMLElement>('#guide'))?.focus();
  });
}
