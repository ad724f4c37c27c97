import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { separation } from '../../../domain/statistics/ks';
import { numbersOf } from '../../../formats/csv/parse-number';
import { readTable } from '../../../formats/csv/read-table';

function separate(outcomes: string, scores: readonly number[]) {
  return separation(Float64Array.from(scores), Uint8Array.from(outcomes, Number));
}

/** Every threshold against every row, and every pair: slow and obviously right. */
function bruteForce(scores: readonly number[], events: readonly number[]) {
  const positives = scores.filter((_, row) => events[row] === 1);
  const negatives = scores.filter((_, row) => events[row] === 0);
  const below = (list: readonly number[], threshold: number) => list.filter((score) => score <= threshold).length;
  const leads = scores.map((at) => below(negatives, at) * positives.length - below(positives, at) * negatives.length);
  const pairs = positives.length * negatives.length;
  const wins = positives.flatMap((positive) =>
    negatives.map((negative) => (positive > negative ? 2 : positive === negative ? 1 : 0) as number),
  );
  return {
    ks: Math.max(...leads.map(Math.abs)) / pairs,
    auc: wins.reduce((sum, win) => sum + win, 0) / (2 * pairs),
  };
}

const rows = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 12 }), event: fc.integer({ min: 0, max: 1 }) }), {
    minLength: 2,
    maxLength: 60,
  })
  .filter((list) => list.some(({ event }) => event === 1) && list.some(({ event }) => event === 0));

describe('separation', () => {
  it.each([
    ['00011', [0.1, 0.2, 0.3, 0.8, 0.9], 1, 'higher', 1],
    ['11000', [0.1, 0.2, 0.3, 0.8, 0.9], 1, 'lower', 0],
    ['01010', [0.5, 0.5, 0.5, 0.5, 0.5], 0, 'none', 1 / 2],
    ['01001101', [0.1, 0.1, 0.2, 0.4, 0.4, 0.4, 0.7, 0.7], 1 / 4, 'higher', 9 / 16],
    ['100110', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 1 / 3, 'lower', 4 / 9],
    ['0010010111', [0.05, 0.1, 0.1, 0.2, 0.3, 0.3, 0.4, 0.6, 0.8, 0.8], 3 / 5, 'higher', 4 / 5],
  ] as const)('separation: %s at %j is worked out by hand', (outcomes, scores, ks, direction, auc) => {
    expect(separate(outcomes, scores)).toMatchObject({ ks, direction, auc, rows: outcomes.length });
  });

  it('separation: says at which score the distance is reached', () => {
    expect(separate('0010010111', [0.05, 0.1, 0.1, 0.2, 0.3, 0.3, 0.4, 0.6, 0.8, 0.8]).at).toBe(0.4);
  });

  it.each([
    ['0000', [1, 2, 3, 4]],
    ['111', [1, 2, 3]],
    ['', []],
  ])('separation: is undefined, not 0, for the outcomes "%s"', (outcomes, scores) => {
    expect(separate(outcomes, scores)).toMatchObject({
      ks: undefined,
      auc: undefined,
      at: undefined,
      direction: 'none',
    });
  });

  it('separation: leaves out rows without a score and counts them', () => {
    expect(separate('01101', [0.1, 0.9, Number.NaN, Number.NaN, 0.8])).toMatchObject({
      ks: 1,
      rows: 3,
      events: 2,
      unscored: 2,
    });
  });

  it('separation: takes 0 and -0 for one score, and infinities for scores', () => {
    expect(separate('01', [-0, 0])).toMatchObject({ ks: 0, auc: 0.5 });
    expect(separate('01', [-Infinity, Infinity])).toMatchObject({ ks: 1, auc: 1 });
    expect(separate('01', [Infinity, Infinity])).toMatchObject({ ks: 0, auc: 0.5 });
  });

  it('separation: refuses lists of different lengths', () => {
    expect(() => separation(new Float64Array(2), new Uint8Array(3))).toThrow(RangeError);
  });

  it('separation: equals the brute force over all thresholds and pairs', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const scores = list.map(({ score }) => score / 7);
        const events = list.map(({ event }) => event);
        expect(separate(events.join(''), scores)).toMatchObject(bruteForce(scores, events));
      }),
    );
  });

  it('separation: never depends on the order of the rows', () => {
    const shuffled = rows.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
    );
    const of = (list: readonly { score: number; event: number }[]) =>
      separate(
        list.map(({ event }) => event).join(''),
        list.map(({ score }) => score),
      );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(of(other)).toEqual(of(list));
      }),
    );
  });

  it('separation: scores turned round give the same KS, the other direction and the mirrored AUC', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const outcomes = list.map(({ event }) => event).join('');
        const up = separate(
          outcomes,
          list.map(({ score }) => score),
        );
        const down = separate(
          outcomes,
          list.map(({ score }) => -score),
        );
        expect(down.ks).toBe(up.ks);
        expect(down.auc).toBeCloseTo(1 - (up.auc ?? 0), 12);
      }),
    );
  });
});

const data = process.env['STEWARD_TEST_DATA'];
const reason = data ? '' : ' (skipped: STEWARD_TEST_DATA is not set)';

describe(`separation of the scores in HMEQ's performance files${reason}`, () => {
  (data ? it : it.skip).each([
    ['perf_1_q1.csv', undefined, 698245 / 1970557, 3884131 / 5911671],
    ['perf_2_q2.csv', undefined, 3247 / 10848, 2058767 / 3254400],
    ['perf_1_q1.csv', 1000, 26999 / 108438, 129265 / 216876],
    ['perf_2_q2.csv', 1000, 22615 / 113142, 129623 / 226284],
  ])('separation: %s, first %s rows, is exact to the last bit', (file, first, ks, auc) => {
    const table = readTable(readFileSync(join(data ?? '', 'data/hmeq', file)));
    const scores = numbersOf(table, 'P_BAD1').slice(0, first);
    const events = Uint8Array.from(numbersOf(table, 'BAD').slice(0, first));
    expect(separation(scores, events)).toMatchObject({ ks, auc, direction: 'higher' });
  });

  (data ? it : it.skip)(
    'separation: the opposite column has the same KS and betrays itself by direction and AUC',
    () => {
      const table = readTable(readFileSync(join(data ?? '', 'data/hmeq/perf_1_q1.csv')));
      const measured = separation(numbersOf(table, 'P_BAD0'), Uint8Array.from(numbersOf(table, 'BAD')));
      expect(measured).toMatchObject({ ks: 0.35433890011808844, direction: 'lower' });
      expect(measured.auc).toBeCloseTo(0.343, 3);
    },
  );
});
