import { useEffect } from 'preact/hooks';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';

/** Takes what another part of the page gives to be written in a conversation, once. */
export function useGivenText(conversation: string, take: (text: string) => void): void {
  const store = useStore();
  const given = usePart((state) => (state.given?.conversation === conversation ? state.given : null));
  useEffect(() => {
    if (given === null) return;
    store.set({ given: null });
    take(given.text);
  }, [given]);
}
