import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { send } from '../state/send';

/** Asks for the visitor's own view of a card when the card comes into sight: once for each edition of it. */
export function useRefresh(
  place: RefObject<HTMLElement | null>,
  wanted: boolean,
  { as, message, edits }: { readonly as: string; readonly message: string; readonly edits: number },
): void {
  const asked = useRef(new Set<string>());
  useEffect(() => {
    const key = `${as} ${edits}`;
    if (!wanted || place.current === null || asked.current.has(key)) return;
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      asked.current.add(key);
      // As Teams does: where it is refused, the card that everybody sees stays.
      send('/chat/refreshes', { as, message }).catch(() => undefined);
    });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [place, wanted, as, message, edits]);
}
