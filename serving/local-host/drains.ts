/** A process that ships one spool. */
export interface Drain {
  /** Resolves with whether the spool is empty when it has ended. */
  readonly emptied: Promise<boolean>;
  /** Asks it to end, and waits until it is gone. */
  stop(): Promise<void>;
}

export interface DrainsDeps {
  readonly start: (spool: string) => Promise<Drain>;
  /** Removes an empty spool. */
  readonly remove: (spool: string) => Promise<void>;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told when a spool could not be shipped yet. */
  readonly onUnfinished: (spool: string, error?: unknown) => void;
}

export interface Drains {
  add(spool: string): void;
  /** Takes a spool out; whoever ships it has ended when this resolves. */
  withhold(spool: string): Promise<void>;
  close(): Promise<void>;
}

/** Pauses after a spool that was not shipped to its end, in ms: doubled from the first up to the longest. */
const pauses = { first: 1_000, longest: 60_000 } as const;

/** Ships spools one after the other, again and again until each is empty. */
export function createDrains(deps: DrainsDeps): Drains {
  const closing = new AbortController();
  const queue: Queue = { deps, waiting: new Set(), now: undefined, wake: () => undefined, signal: closing.signal };
  const ended = shipAll(queue);
  return {
    add: (spool) => {
      queue.waiting.add(spool);
      queue.wake();
    },
    withhold: async (spool) => {
      queue.waiting.delete(spool);
      if (queue.now?.spool !== spool) return;
      queue.now.ending.abort();
      await queue.now.over;
    },
    close: async () => {
      closing.abort();
      queue.now?.ending.abort();
      queue.wake();
      await ended;
    },
  };
}

interface Queue {
  readonly deps: DrainsDeps;
  readonly waiting: Set<string>;
  /** What is shipped now; `ending` asks it to end, `over` resolves when it has. */
  now: { readonly spool: string; readonly ending: AbortController; readonly over: Promise<boolean> } | undefined;
  wake: () => void;
  readonly signal: AbortSignal;
}

async function shipAll(queue: Queue): Promise<void> {
  let failures = 0;
  while (!queue.signal.aborted) {
    const [spool] = queue.waiting;
    if (spool === undefined) {
      await new Promise<void>((resolve) => (queue.wake = resolve));
      continue;
    }
    queue.waiting.delete(spool);
    const ending = new AbortController();
    queue.now = { spool, ending, over: shipOne(queue.deps, spool, ending.signal) };
    const done = await queue.now.over;
    queue.now = undefined;
    if (done) failures = 0;
    if (done || ending.signal.aborted) continue;
    queue.waiting.add(spool);
    failures += 1;
    await queue.deps.pause(Math.min(pauses.first * 2 ** (failures - 1), pauses.longest), queue.signal);
  }
}

/** Whether the spool was shipped to its end and is gone. */
async function shipOne(deps: DrainsDeps, spool: string, signal: AbortSignal): Promise<boolean> {
  try {
    const drain = await deps.start(spool);
    const stop = () => void drain.stop();
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    const emptied = await drain.emptied;
    if (emptied) await deps.remove(spool);
    else if (!signal.aborted) deps.onUnfinished(spool);
    return emptied;
  } catch (error) {
    deps.onUnfinished(spool, error);
    return false;
  }
}
