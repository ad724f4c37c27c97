import { useEffect, useReducer, useRef } from 'preact/hooks';
import type { PageState } from './page-store';
import { useStore } from './use-store';

/** A part of the state; what draws it is drawn again only when that part is another one. */
export function usePart<Part>(select: (state: PageState) => Part): Part {
  const store = useStore();
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const part = select(store.get());
  const latest = useRef({ select, part });
  latest.current = { select, part };
  useEffect(() => {
    const look = (): void => {
      if (!Object.is(latest.current.select(store.get()), latest.current.part)) drawAgain(undefined);
    };
    look();
    return store.subscribe(look);
  }, [store]);
  return part;
}
