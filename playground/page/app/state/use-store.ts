import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { PageState, PageStore } from './page-store';

export const StoreContext = createContext<PageStore | undefined>(undefined);

export function useStore(): PageStore {
  const store = useContext(StoreContext);
  if (store === undefined) throw new Error('this part of the page stands outside of the store');
  return store;
}

/** The whole state; what draws it is drawn again with each change, which Preact makes cheap. */
export function usePage(): PageState {
  const store = useStore();
  const [state, setState] = useState(store.get());
  useEffect(() => {
    setState(store.get());
    return store.subscribe(() => setState(store.get()));
  }, [store]);
  return state;
}
