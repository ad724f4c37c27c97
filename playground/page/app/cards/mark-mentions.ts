import type { Card } from '../../wire/chat';
import { mentionsOf } from './mentions-of';

/** Marks whom the card calls, and the looker most of all; a mark that calls nobody is text. */
export function markMentions(place: HTMLElement, card: Card, me: string): void {
  const called = mentionsOf(card);
  for (const mark of place.querySelectorAll<HTMLElement>('.mention')) {
    const objectId = called.get(mark.textContent);
    if (objectId === undefined) mark.replaceWith(mark.textContent);
    else mark.classList.toggle('mention-me', objectId === me);
  }
}
