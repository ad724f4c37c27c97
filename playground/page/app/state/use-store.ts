import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageStore } from './page-store';

export const StoreContext = createContext<PageStore | undefined>(undefined);

export function useStore(): PageStore {
  const store = useContext(StoreContext);
  if (store === undefined) throw new Error('this part of the page stands outside of the store');
  return store;
}
