import type { TranscriptEvent } from './transcript-types';

export interface EventLog {
  /** Notes an event and wakes all who wait for one. */
  note(event: Omit<TranscriptEvent, 'n' | 'at'>): void;
  after(n: number): readonly TranscriptEvent[];
  /** The number of the newest event ever. */
  last(): number;
  /** Resolves at the next event or after the wait, whichever comes first. */
  wait(milliseconds: number): Promise<void>;
  wake(): void;
}

const mostEvents = 50_000;

/** The numbered stream of what changed, for this process; numbers go on where the last process ended. */
export function createEventLog(lastEvent: number, now: () => Date): EventLog {
  const waiting = new Set<() => void>();
  let events: TranscriptEvent[] = [];
  let last = lastEvent;

  function wake(): void {
    for (const go of waiting) go();
  }

  return {
    note(event) {
      last += 1;
      events.push({ n: last, at: now().toISOString(), ...event });
      if (events.length > mostEvents) events = events.slice(-mostEvents / 2);
      wake();
    },
    after: (n) => events.filter((event) => event.n > n),
    last: () => last,
    wait: (milliseconds) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        waiting.add(done);
      }),
    wake,
  };
}
