/** The place of a message on the page, if it is drawn. */
export function findMessage(id: string): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`) ?? undefined;
}

/** Brings a message to the reader, for the eyes and for a screen reader. */
export function showMessage(id: string): void {
  const element = findMessage(id);
  element?.scrollIntoView({ block: 'start' });
  element?.focus({ preventScroll: true });
}
