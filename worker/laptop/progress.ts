export interface Progress {
  /** One line with the time since the start: `[  1.2 s] PostgreSQL is ready.` */
  readonly say: (line: string) => void;
}

/** Calm output: a line a step. `now` counts milliseconds from anywhere. */
export function createProgress(write: (text: string) => void, now: () => number): Progress {
  const begin = now();
  return {
    say: (line) => write(`[${((now() - begin) / 1000).toFixed(1).padStart(6)} s] ${line}\n`),
  };
}
