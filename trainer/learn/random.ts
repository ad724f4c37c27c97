export interface Random {
  /** Uniform in [0, 1), 32 random bits. */
  next(): number;
  /** Uniform whole number in [0, bound). */
  below(bound: number): number;
}

/**
 * A small generator (sfc32 by Chris Doty-Humphrey, public domain) whose numbers depend on the seed alone, so that a
 * model can be made again bit by bit. Not for secrets. `seed` is taken modulo 2^32.
 */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed >>> 0;
  let counter = 1;
  function step(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  for (let round = 0; round < 16; round += 1) step();
  return {
    next: () => step() / 2 ** 32,
    below: (bound) => Math.floor((step() / 2 ** 32) * bound),
  };
}
