import { waitUntil } from '../../wait-until';
import type { PageState, PageStore } from '../state/page-store';

/** Resolves with what `find` finds in the state as soon as it does. Rejects after the patience, with words for people. */
export function waitFor<Found>(
  store: PageStore,
  patienceMs: number,
  find: (state: PageState) => Found | undefined,
): Promise<Found> {
  const tooLate = (): Error =>
    new Error(`Steward did not answer for ${patienceMs / 1000} s. Look at npm start in its terminal, then try again.`);
  const watched = { now: () => store.get(), listen: (listener: () => void) => store.subscribe(listener) };
  return waitUntil(watched, find, { patienceMs, tooLate });
}
