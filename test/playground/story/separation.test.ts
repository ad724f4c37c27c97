import fc from 'fast-check';
import { separation } from '../../../domain/statistics/ks';
import { separate } from '../../../playground/story/separation';

describe('story: KS and AUC', () => {
  const of = (events: string, scores: readonly number[]) =>
    separate(
      scores,
      [...events].map((event) => event === '1'),
    );

  it.each([
    ['00011', [0.1, 0.2, 0.3, 0.8, 0.9], 1, 1],
    ['11000', [0.1, 0.2, 0.3, 0.8, 0.9], 1, 0],
    ['01010', [0.5, 0.5, 0.5, 0.5, 0.5], 0, 1 / 2],
    ['01001101', [0.1, 0.1, 0.2, 0.4, 0.4, 0.4, 0.7, 0.7], 1 / 4, 9 / 16],
    ['0010010111', [0.05, 0.1, 0.1, 0.2, 0.3, 0.3, 0.4, 0.6, 0.8, 0.8], 3 / 5, 4 / 5],
  ] as const)('of %s are those worked out by hand', (events, scores, ks, auc) => {
    expect(of(events, scores)).toEqual({ ks, auc });
  });

  it('are undefined, never 0, where there is one class only', () => {
    expect(of('000', [0.1, 0.2, 0.3])).toEqual({ ks: undefined, auc: undefined });
    expect(of('', [])).toEqual({ ks: undefined, auc: undefined });
  });

  it('are those that Steward itself computes, whatever the ties', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const scores = rows.map(([score]) => score / 8);
        const events = rows.map(([, event]) => event);
        const own = separation(Float64Array.from(scores), Uint8Array.from(events, Number));
        const found = separate(scores, events);
        expect(found.ks).toBe(own.ks);
        if (own.auc === undefined) expect(found.auc).toBeUndefined();
        else expect(found.auc).toBeCloseTo(own.auc, 12);
      }),
    );
  });
});
