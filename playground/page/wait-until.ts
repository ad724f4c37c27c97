/** Something that holds a state and tells of each change of it. */
interface Watched<State> {
  readonly now: () => State;
  /** Calls from now on, until the returned function is called. */
  readonly listen: (listener: () => void) => () => void;
}

/**
 * Resolves with what `find` finds in the state as soon as it does; undefined is nothing. Rejects with `tooLate()` after the
 * patience, and with the signal's reason when that comes first.
 */
export function waitUntil<State, Found>(
  { now, listen }: Watched<State>,
  find: (state: State) => Found | undefined,
  limits: { readonly patienceMs: number; readonly tooLate: () => Error; readonly signal?: AbortSignal },
): Promise<Found> {
  const { patienceMs, tooLate, signal } = limits;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      stopListening();
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      settle();
    };
    const aborted = (): void => end(() => reject(signal?.reason as Error));
    const look = (): void => {
      const found = find(now());
      if (found !== undefined) end(() => resolve(found));
    };
    const stopListening = listen(look);
    const timer = setTimeout(() => end(() => reject(tooLate())), patienceMs);
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted === true) aborted();
    else look();
  });
}
