import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { hearActed } from './acted-card';

interface ActedCard {
  /** Scrolls so that what became of the press can be read: the answer to the visitor alone, or else how the card begins. */
  readonly keepInSight: () => void;
  readonly forget: () => void;
}

/**
 * The card on which the visitor acted stays in sight, whatever it shrinks or grows to and whatever is said below it,
 * until they do anything else in the list.
 */
export function useActedCard(list: RefObject<HTMLElement | null>): ActedCard {
  const acted = useRef<Element>(undefined);
  const forget = (): void => void (acted.current = undefined);

  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const leave = ({ target }: Event): void => {
      if (!(target instanceof Node && acted.current?.contains(target) === true)) forget();
    };
    const ends = new AbortController();
    const { signal } = ends;
    // The press that is heard of comes after these, so that it outlives its own pointer and key.
    for (const name of ['wheel', 'touchmove', 'pointerdown', 'keydown'])
      element.addEventListener(name, forget, { signal, passive: true });
    element.addEventListener('focusin', leave, { signal });
    const stopHearing = hearActed(element, (message) => (acted.current = message));
    return () => {
      stopHearing();
      ends.abort();
    };
  }, []);

  return {
    keepInSight() {
      const message = acted.current;
      if (message === undefined) return;
      const isTall = message.clientHeight > (list.current?.clientHeight ?? 0);
      const note = message.querySelector('.card-note');
      message.scrollIntoView({ block: isTall && note === null ? 'start' : 'nearest' });
      note?.scrollIntoView({ block: 'nearest' });
    },
    forget,
  };
}
