import fc from 'fast-check';
import { scaleKs } from '../../../../playground/page/app/panel/ks/scale-ks';
import { evaluation } from './examples';

describe('the scale of the KS chart', () => {
  it('runs in whole tenths around all that is drawn, and is labelled with what was agreed', () => {
    expect(scaleKs([evaluation(1, { ks: 0.52 }), evaluation(2, { ks: 0.47 })], [0.45])).toEqual({
      min: 0.3,
      max: 0.6,
      ticks: [0.3, 0.4, 0.45, 0.5, 0.6],
    });
  });

  it('leaves out a label that would lie on the one of what was agreed', () => {
    expect(scaleKs([evaluation(1, { ks: 0.52 })], [0.41]).ticks).toEqual([0.3, 0.41, 0.5, 0.6]);
    expect(scaleKs([evaluation(1, { ks: 0.52 })], [0.4]).ticks).toEqual([0.3, 0.4, 0.5, 0.6]);
  });

  it('goes below nought when events score lower', () => {
    expect(scaleKs([evaluation(1, { ks: -0.31 })], [0.45]).min).toBe(-0.4);
  });

  it('is there for windows without KS, and without anything agreed', () => {
    expect(scaleKs([evaluation(1, { ks: null })], [0.45])).toMatchObject({ min: 0.4, max: 0.5 });
    expect(scaleKs([evaluation(1, { ks: null })], [])).toEqual({ min: 0, max: 1, ticks: [0, 0.5, 1] });
  });

  it('holds all that is drawn, whatever it is', () => {
    const figure = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(figure, { minLength: 1, maxLength: 9 }), figure, (all, threshold) => {
        const windows = all.map((ks, index) => evaluation(index + 1, { ks, low: ks, high: ks }));
        const { min, max, ticks } = scaleKs(windows, [threshold]);
        for (const value of [...all, threshold, ...ticks]) {
          expect(value).toBeGreaterThanOrEqual(min);
          expect(value).toBeLessThanOrEqual(max);
        }
        expect(ticks).toContain(threshold);
        expect(max).toBeGreaterThan(min);
      }),
    );
  });
});
