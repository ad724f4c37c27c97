import { createRandom } from '../../../trainer/learn/random';

describe('createRandom', () => {
  it('createRandom: gives the same numbers for a seed on every day and machine', () => {
    const random = createRandom(8);
    expect([random.next(), random.next(), random.below(1000)]).toEqual([0.5647191707976162, 0.09443316026590765, 956]);
    expect(createRandom(0).next()).toBe(0.8899104848969728);
  });

  it('createRandom: fills [0, 1) evenly', () => {
    const random = createRandom(3);
    const tenths = new Uint32Array(10);
    for (let draw = 0; draw < 10_000; draw += 1) tenths[Math.floor(random.next() * 10)]! += 1;
    expect(Math.min(...tenths)).toBeGreaterThan(900);
    expect(Math.max(...tenths)).toBeLessThan(1100);
  });
});
