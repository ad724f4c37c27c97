import fc from 'fast-check';
import { separation } from '../../../domain/statistics/ks';
import { ksInterval } from '../../../domain/statistics/ks-interval';
import { createSeededRandom } from '../../../domain/statistics/seeded-random';

type Row = { readonly score: number; readonly event: number };

function columnsOf(rows: readonly Row[]): [Float64Array, Uint8Array] {
  return [Float64Array.from(rows, ({ score }) => score), Uint8Array.from(rows, ({ event }) => event)];
}

function intervalOf(rows: readonly Row[]) {
  return ksInterval(...columnsOf(rows));
}

const row = fc.record({ score: fc.integer({ min: 0, max: 12 }), event: fc.integer({ min: 0, max: 1 }) });
const both = fc
  .array(row, { minLength: 2, maxLength: 60 })
  .filter((rows) => new Set(rows.map(({ event }) => event)).size === 2);

/** Events come from a distribution that is `shift` higher; the sum of four uniform numbers. */
function draw(count: number, shift: number, seed: number) {
  const random = createSeededRandom(seed);
  const sum = () => random.below(1000) + random.below(1000) + random.below(1000) + random.below(1000);
  return Array.from({ length: count }, (_, at) => {
    const event = at % 5 === 0 ? 1 : 0;
    return { score: sum() + event * shift, event };
  });
}

describe('ksInterval', () => {
  it.each(['0000', '111', ''])('ksInterval: is undefined for the outcomes "%s"', (outcomes) => {
    expect(intervalOf([...outcomes].map((event, score) => ({ score, event: Number(event) })))).toBeUndefined();
  });

  it('ksInterval: lies within 0 and 1, low below high, and reaches down to KS or below it', () => {
    fc.assert(
      fc.property(both, (rows) => {
        const { low, high } = intervalOf(rows)!;
        const { ks = 0 } = separation(...columnsOf(rows));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThan(high);
        expect(low).toBeLessThanOrEqual(ks);
      }),
    );
  });

  it('ksInterval: never depends on the order of the rows', () => {
    const shuffled = both.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
    );
    fc.assert(fc.property(shuffled, ([rows, others]) => expect(intervalOf(others)).toEqual(intervalOf(rows))));
  });

  it('ksInterval: rows without a score take no part', () => {
    const rows = draw(500, 900, 1);
    const more = [...rows, { score: Number.NaN, event: 1 }, { score: Number.NaN, event: 0 }];
    expect(intervalOf(more)).toEqual(intervalOf(rows));
  });

  it('ksInterval: perfect separation in few rows does not promise perfect separation', () => {
    const rows = Array.from({ length: 20 }, (_, score) => ({ score, event: score < 10 ? 0 : 1 }));
    const { low, high } = intervalOf(rows)!;
    expect(high).toBe(1);
    expect(low).toBeLessThan(0.85);
  });

  it('ksInterval: narrows with the square root of the rows', () => {
    const width = (count: number) => {
      const { low, high } = intervalOf(draw(count, 900, 2))!;
      return high - low;
    };
    expect(width(1_000) / width(16_000)).toBeGreaterThan(3.5);
    expect(width(1_000) / width(16_000)).toBeLessThan(5.5);
  });

  it('ksInterval: covers the truth about as often as it says, also in small samples', () => {
    const { ks: truth = 0 } = separation(...columnsOf(draw(400_000, 700, 99)));
    const covered = Array.from({ length: 200 }, (_, at) => intervalOf(draw(500, 700, 1000 + at))!).filter(
      ({ low, high }) => low <= truth && truth <= high,
    );
    expect(covered.length).toBeGreaterThanOrEqual(180);
  });

  it('ksInterval: takes what separation found already', () => {
    const rows = draw(300, 600, 3);
    const [scores, events] = columnsOf(rows);
    expect(ksInterval(scores, events, separation(scores, events))).toEqual(ksInterval(scores, events));
  });
});
