/** Numbers that are the same on every machine for the same seed and stream. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** Mean 0, standard deviation 1; never beyond 6 on either side. */
  normal(): number;
  chance(probability: number): boolean;
  /** One of the names, each as often as its weight says. */
  pick<Name extends string>(weights: readonly (readonly [Name, number])[]): Name;
  /** Counts of rare events with this mean, at most 30. */
  count(mean: number): number;
}

/** The mixing of MurmurHash3's last step: every bit of the input moves about half of the output's bits. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const mostEvents = 30;

/** `seed` and `stream` are whole numbers, 0 … 2^32 - 1; different streams of one seed do not resemble each other. */
export function createRandom(seed: number, stream: number): Random {
  let state = mix(mix(seed ^ 0x2545f491) ^ Math.imul(stream, 0x9e3779b1));
  /** Mulberry32. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let hash = Math.imul(state ^ (state >>> 15), state | 1);
    hash ^= hash + Math.imul(hash ^ (hash >>> 7), hash | 61);
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    /** The sum of twelve has variance 1, and addition is exact everywhere, which sines are not. */
    normal: () => Array.from({ length: 12 }, next).reduce((sum, value) => sum + value, -6),
    chance: (probability) => next() < probability,
    pick(weights) {
      const [first, ...rest] = weights;
      if (first === undefined) throw new RangeError('nothing to pick from');
      let left = next() * weights.reduce((sum, [, weight]) => sum + weight, 0) - first[1];
      let picked = first[0];
      for (const [name, weight] of rest) {
        if (left < 0) break;
        picked = name;
        left -= weight;
      }
      return picked;
    },
    count(mean) {
      const least = Math.exp(-mean);
      let product = next();
      let events = 0;
      while (product > least && events < mostEvents) {
        product *= next();
        events += 1;
      }
      return events;
    },
  };
}
