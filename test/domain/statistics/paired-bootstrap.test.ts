import fc from 'fast-check';
import { pairedDifference } from '../../../domain/statistics/paired-bootstrap';
import { separation } from '../../../domain/statistics/ks';
import { createSeededRandom } from '../../../domain/statistics/seeded-random';

interface Row {
  readonly champion: number;
  readonly candidate: number;
  readonly event: number;
}

function compare(rows: readonly Row[], more: { seed?: number; draws?: number; usual?: true } = {}) {
  const { usual, ...rest } = more;
  return pairedDifference({
    champion: Float64Array.from(rows, ({ champion }) => champion),
    candidate: Float64Array.from(rows, ({ candidate }) => candidate),
    events: Uint8Array.from(rows, ({ event }) => event),
    seed: 7,
    ...(usual ? {} : { draws: 60 }),
    ...rest,
  });
}

const score = fc.integer({ min: 0, max: 9 });
const rows = fc
  .array(fc.record({ champion: score, candidate: score, event: fc.integer({ min: 0, max: 1 }) }), {
    minLength: 2,
    maxLength: 50,
  })
  .filter((list) => new Set(list.map(({ event }) => event)).size === 2);

/** The event adds `gain` to the candidate's score and 300 to the champion's; both share most of their noise. */
function draw(count: number, gain: number, seed: number): Row[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const event = at % 5 === 0 ? 1 : 0;
    const shared = random.below(1000);
    return {
      champion: shared + random.below(300) + event * 300,
      candidate: shared + random.below(300) + event * gain,
      event,
    };
  });
}

describe('pairedDifference', () => {
  it.each(['000', '11', ''])('pairedDifference: is undefined for the outcomes "%s"', (outcomes) => {
    expect(
      compare([...outcomes].map((event, at) => ({ champion: at, candidate: -at, event: Number(event) }))),
    ).toBeUndefined();
  });

  it('pairedDifference: is the difference of the exact KS of both', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const events = Uint8Array.from(list, ({ event }) => event);
        const of = (name: 'champion' | 'candidate') =>
          separation(
            Float64Array.from(list, (row) => row[name]),
            events,
          ).ks!;
        expect(compare(list)?.difference).toBeCloseTo(of('candidate') - of('champion'), 12);
      }),
    );
  });

  it('pairedDifference: never depends on the order of the rows', () => {
    const shuffled = rows.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
    );
    fc.assert(fc.property(shuffled, ([list, others]) => expect(compare(others)).toEqual(compare(list))));
  });

  it('pairedDifference: exchanging the models mirrors the interval', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const { difference, low, high } = compare(list)!;
        const mirrored = compare(
          list.map(({ champion, candidate, event }) => ({ champion: candidate, candidate: champion, event })),
        )!;
        expect(mirrored.difference).toBeCloseTo(-difference, 12);
        expect(mirrored.low).toBeCloseTo(-high, 12);
        expect(mirrored.high).toBeCloseTo(-low, 12);
      }),
    );
  });

  it('pairedDifference: identical models, or one that only stretches the scores, differ by 0 for sure', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (list, by) => {
        const same = list.map((row) => ({ ...row, candidate: row.champion * by - 3 }));
        expect(compare(same)).toMatchObject({ difference: 0, low: 0, high: 0 });
      }),
    );
  });

  it('pairedDifference: tells a better model from noise, and equally good ones not', () => {
    const better = compare(draw(3_000, 450, 1), { draws: 400 })!;
    expect(better.low).toBeGreaterThan(0);
    expect(better.low).toBeLessThan(better.difference);
    const alike = compare(draw(3_000, 300, 2), { draws: 400 })!;
    expect(alike.low).toBeLessThan(0);
    expect(alike.high).toBeGreaterThan(0);
  });

  it('pairedDifference: is the same for a seed, and nearly the same for another', () => {
    const list = draw(1_000, 400, 3);
    const one = compare(list, { seed: 1, draws: 1_000 })!;
    expect(compare(list, { seed: 1, draws: 1_000 })).toEqual(one);
    const other = compare(list, { seed: 2, draws: 1_000 })!;
    expect(other).not.toEqual(one);
    expect(Math.abs(other.low - one.low)).toBeLessThan(0.02);
    expect(Math.abs(other.high - one.high)).toBeLessThan(0.02);
  });

  it('pairedDifference: gives the same figures on every machine', () => {
    expect(compare(draw(40, 500, 4), { draws: 100 })).toMatchInlineSnapshot(`
      {
        "difference": 0.21875,
        "draws": 100,
        "high": 0.3125,
        "low": 0.0625,
      }
    `);
  });

  it('pairedDifference: rows that one of the models did not score take no part', () => {
    const list = draw(200, 400, 5);
    const more = [
      { champion: Number.NaN, candidate: 1, event: 1 },
      ...list,
      { champion: 1, candidate: Number.NaN, event: 0 },
    ];
    expect(compare(more)).toEqual(compare(list));
  });

  it('pairedDifference: draws 1,000 times unless told', () => {
    expect(compare(draw(200, 400, 6), { usual: true })?.draws).toBe(1_000);
  });

  it('pairedDifference: refuses lists of different lengths', () => {
    const lists = { champion: new Float64Array(2), candidate: new Float64Array(3), events: new Uint8Array(2) };
    expect(() => pairedDifference({ ...lists, seed: 1 })).toThrow(RangeError);
  });
});
