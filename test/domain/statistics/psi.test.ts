import fc from 'fast-check';
import { chiSquare95 } from '../../../domain/statistics/chi-square';
import { categoryShift, numberShift } from '../../../domain/statistics/psi';
import { createSeededRandom } from '../../../domain/statistics/seeded-random';

function numbers(baseline: readonly number[], current: readonly number[]) {
  return numberShift(Float64Array.from(baseline), Float64Array.from(current));
}

/** One bin's part of the index. */
function part(before: number, now: number): number {
  return (now - before) * Math.log(now / before);
}

const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('chiSquare95', () => {
  it.each([
    [1, 3.841458820694124],
    [2, 5.991464547107979],
    [5, 11.070497693516351],
    [10, 18.307038053275146],
    [50, 67.50480654954122],
  ])('chiSquare95: of %i degrees of freedom is that of the tables', (degrees, value) => {
    expect(chiSquare95(degrees)).toBeCloseTo(value, 10);
  });
});

describe('numberShift', () => {
  it('numberShift: is 0 where nothing has moved', () => {
    expect(numbers(oneToTen, oneToTen)).toMatchObject({ psi: 0, bins: 9 });
  });

  it('numberShift: two bins are worked out by hand', () => {
    // All deciles are 5, so there are: below 5, 5 to below 9, 9 and above.
    const baseline = [5, 5, 5, 5, 5, 5, 5, 5, 5, 9];
    const current = [5, 5, 5, 5, 5, 9, 9, 9, 9, 9];
    const shift = numbers(baseline, current)!;
    expect(shift.psi).toBeCloseTo(part(0.9, 0.5) + part(0.1, 0.5), 12);
    expect(shift.bins).toBe(2);
    expect(shift.chance).toBeCloseTo(3.841458820694124 * (1 / 10 + 1 / 10), 10);
  });

  it('numberShift: missing values are a bin, empty shares count as one in ten thousand', () => {
    const shift = numbers([1, 1, 1, Number.NaN], [1, 1, Number.NaN, Number.NaN])!;
    expect(shift.psi).toBeCloseTo(part(0.75, 0.5) + part(0.25, 0.5), 12);
    const gone = numbers([1, 1], [Number.NaN, Number.NaN])!;
    expect(gone.psi).toBeCloseTo(part(1, 1e-4) + part(1e-4, 1), 12);
    const came = numbers([Number.NaN], [3])!;
    expect(came.psi).toBeCloseTo(gone.psi, 12);
  });

  it('numberShift: a value that most rows share is told apart from the rest', () => {
    const mostlyZero = Array.from({ length: 100 }, (_, at) => (at < 95 ? 0 : at));
    const fewerZero = Array.from({ length: 100 }, (_, at) => (at < 70 ? 0 : 95 + (at % 5)));
    expect(numbers(mostlyZero, fewerZero)!.psi).toBeGreaterThan(0.25);
  });

  it('numberShift: one value in both sets is one bin that nothing can move', () => {
    expect(numbers([3, 3], [3, 3, 3])).toEqual({ psi: 0, chance: 0, bins: 1 });
  });

  it('numberShift: is undefined where a set is empty', () => {
    expect(numbers([], [1])).toBeUndefined();
    expect(numbers([1], [])).toBeUndefined();
  });

  it('numberShift: never depends on the order of rows, nor on the scale of the values', () => {
    const lists = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 });
    const pairs = fc
      .tuple(lists, lists)
      .chain(([one, other]) =>
        fc.tuple(
          fc.constant({ one, other }),
          fc.shuffledSubarray(one, { minLength: one.length, maxLength: one.length }),
          fc.shuffledSubarray(other, { minLength: other.length, maxLength: other.length }),
        ),
      );
    fc.assert(
      fc.property(pairs, ([{ one, other }, oneShuffled, otherShuffled]) => {
        const shift = numbers(one, other)!;
        expect(numbers(oneShuffled, otherShuffled)).toEqual(shift);
        const scale = (value: number): number => value * 8 - 3;
        expect(numbers(one.map(scale), other.map(scale))).toEqual(shift);
        expect(shift.psi).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('numberShift: chance is what one in twenty unmoved samples exceeds', () => {
    const random = createSeededRandom(11);
    const draw = (rows: number) => Float64Array.from({ length: rows }, () => random.below(100_000));
    const exceeded = Array.from({ length: 400 }, () => numberShift(draw(3_000), draw(1_500))!).filter(
      ({ psi, chance }) => psi > chance,
    );
    expect(exceeded.length).toBeGreaterThan(6);
    expect(exceeded.length).toBeLessThan(36);
  });
});

describe('categoryShift', () => {
  it('categoryShift: is worked out by hand, values that the baseline lacks in one bin', () => {
    const shift = categoryShift(['a', 'a', 'b', null], ['a', 'c', 'd', ''])!;
    expect(shift.psi).toBeCloseTo(part(0.5, 0.25) + part(0.25, 1e-4) + part(1e-4, 0.5), 12);
    expect(shift.bins).toBe(4);
    expect(shift.chance).toBeCloseTo(7.814727903251179 * (1 / 4 + 1 / 4), 10);
  });

  it('categoryShift: is 0 for the same shares, and undefined where a set is empty', () => {
    expect(categoryShift(['a', 'b'], ['b', 'a', 'a', 'b'])).toMatchObject({ psi: 0, bins: 2 });
    expect(categoryShift([], ['a'])).toBeUndefined();
    expect(categoryShift(['a'], [])).toBeUndefined();
  });
});
