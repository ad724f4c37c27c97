/** Since when something is seen without a break, in milliseconds since 1970; of nothing, now. */
export type FirstSeen = (what: string | undefined) => number;

/** Begins to count anew in another process: better too late than on another one's word. */
export function createFirstSeen(now: () => number): FirstSeen {
  let last: { readonly what: string; readonly at: number } | undefined;
  return (what) => {
    if (last?.what !== what) last = what === undefined ? undefined : { what, at: now() };
    return last?.at ?? now();
  };
}
