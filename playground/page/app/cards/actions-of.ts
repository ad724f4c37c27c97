import { type Action, type CardElement, ShowCardAction } from 'adaptivecards';

/** All buttons of a card, also those of the cards that others of them unfold, which the library leaves out. */
export function actionsOf(card: CardElement): readonly Action[] {
  return card
    .getAllActions()
    .flatMap((action) => [action, ...(action instanceof ShowCardAction ? actionsOf(action.card) : [])]);
}
