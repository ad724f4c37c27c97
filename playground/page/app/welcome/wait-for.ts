import type { PageState, PageStore } from '../state/page-store';

/** Resolves with what `find` finds in the state as soon as it does. Rejects after the patience, with words for people. */
export function waitFor<Found>(
  store: PageStore,
  patienceMs: number,
  find: (state: PageState) => Found | undefined,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      stopListening();
      settle();
    };
    const look = (): void => {
      const found = find(store.get());
      if (found !== undefined) end(() => resolve(found));
    };
    const tooLate = `Steward did not answer for ${patienceMs / 1000} s. Look at npm start in its terminal, then try again.`;
    const timer = setTimeout(() => end(() => reject(new Error(tooLate))), patienceMs);
    const stopListening = store.subscribe(look);
    look();
  });
}
