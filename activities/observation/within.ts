import type { ObservationDependencies } from './dependencies';

/** What work gives, or `late` when that takes longer. */
export async function within<T>(
  pause: ObservationDependencies['pause'],
  ms: number,
  work: () => Promise<T>,
  late: () => Error,
): Promise<T> {
  const over = new AbortController();
  const tooLate = async (): Promise<never> => {
    await pause(ms, over.signal);
    throw late();
  };
  try {
    return await Promise.race([Promise.resolve().then(work), tooLate()]);
  } finally {
    over.abort();
  }
}
