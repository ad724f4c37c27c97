/** Whole numbers that are the same on every machine for the same seed. Not for secrets. */
export interface SeededRandom {
  /** Uniform in [0, bound); `bound` is a whole number, 1 … 2^31, far below which no value is noticeably favoured. */
  below(bound: number): number;
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, integer arithmetic only. `seed` is taken modulo 2^32. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return {
    below(bound) {
      state = (state + 0x6d2b79f5) | 0;
      let hash = Math.imul(state ^ (state >>> 15), state | 1);
      hash ^= hash + Math.imul(hash ^ (hash >>> 7), hash | 61);
      return Math.floor((((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32) * bound);
    },
  };
}
