import { StewardError } from '../../domain/errors';

/** More than this many waiting in one conversation means that the channel stands still. */
const mostWaiting = 100;

/**
 * Runs what has the same key one after the other, in order of arrival: the channel answers 412 to concurrent writes of
 * one conversation. Throws `channel_busy` when too many wait.
 */
export function createOneAtATime(): <T>(key: string, run: () => Promise<T>) => Promise<T> {
  const lines = new Map<string, { last: Promise<unknown>; waiting: number }>();
  return async (key, run) => {
    const line = lines.get(key) ?? { last: Promise.resolve(), waiting: 0 };
    if (line.waiting >= mostWaiting) throw new StewardError('channel_busy', { why: 'too many messages wait for it' });
    lines.set(key, line);
    line.waiting += 1;
    const turn = line.last.then(run);
    // The next one runs whatever becomes of this one; this one's failure is its caller's.
    line.last = turn.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await turn;
    } finally {
      line.waiting -= 1;
      if (line.waiting === 0) lines.delete(key);
    }
  };
}
