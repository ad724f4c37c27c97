import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { hearActed } from './acted-card';

const scrollKeys = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];

interface ActedCard {
  /** Scrolls as little as is needed to have the card, and what was answered to the visitor alone, in sight. */
  readonly keepInSight: () => void;
  readonly forget: () => void;
}

/**
 * The card on which the visitor acted stays in sight, whatever it shrinks to and whatever is said below it, until they
 * turn to something else.
 */
export function useActedCard(list: RefObject<HTMLElement | null>): ActedCard {
  const acted = useRef<Element>(undefined);
  const forget = (): void => void (acted.current = undefined);

  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const turn = ({ target }: Event): void => {
      if (!(target instanceof Node && acted.current?.contains(target) === true)) forget();
    };
    const press = ({ key, target }: KeyboardEvent): void => {
      if (scrollKeys.includes(key) && !(target instanceof HTMLTextAreaElement)) forget();
    };
    const ends = new AbortController();
    const { signal } = ends;
    const stopHearing = hearActed(element, (message) => (acted.current = message));
    element.addEventListener('wheel', forget, { signal, passive: true });
    element.addEventListener('touchmove', forget, { signal, passive: true });
    element.addEventListener('pointerdown', turn, { signal });
    element.addEventListener('focusin', turn, { signal });
    element.addEventListener('keydown', press, { signal });
    return () => {
      stopHearing();
      ends.abort();
    };
  }, []);

  return {
    keepInSight() {
      acted.current?.scrollIntoView({ block: 'nearest' });
      acted.current?.querySelector('.card-note')?.scrollIntoView({ block: 'nearest' });
    },
    forget,
  };
}
