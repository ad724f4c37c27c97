const name = 'steward-card-acted';

/** Tells the list of messages that a button of a card was pressed; `within` is any part of the card. */
export function tellActed(within: Element | null): void {
  within?.dispatchEvent(new Event(name, { bubbles: true }));
}

/** Hears of the message whose card was acted on, until the returned function is called. */
export function hearActed(list: Element, hear: (message: Element) => void): () => void {
  const listener = ({ target }: Event): void => {
    const message = target instanceof Element ? target.closest('article') : null;
    if (message !== null) hear(message);
  };
  list.addEventListener(name, listener);
  return () => list.removeEventListener(name, listener);
}
