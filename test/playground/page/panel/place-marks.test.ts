import fc from 'fast-check';
import { placeMarks } from '../../../../playground/page/app/panel/ks/place-marks';
import { at, evaluation, release, retraining } from './examples';

const three = [evaluation(1), evaluation(2), evaluation(3)];

describe('marks between the windows of the KS chart', () => {
  it('stand between the windows between which they happened', () => {
    const marks = [release('r1', 'v1', 1), retraining('t1', 'v2', 13), release('r2', 'v2', 35)];
    const placed = placeMarks(marks, three, 0, 300);
    expect(placed.map(({ x, text }) => [x, text])).toEqual([
      [0.5, 'r1 v1'],
      [1.5, 't1'],
      [3.5, 'r2 v2'],
    ]);
  });

  it('stand before a window whose rows were being scored, whatever the order in which they are told', () => {
    const placed = placeMarks([release('r2', 'v2', 28), release('r1', 'v1', 1)], three, 0, 300);
    expect(placed.map(({ x }) => x)).toEqual([0.5, 2.5]);
  });

  it('are after a window that ended at the same moment, also where times are written differently', () => {
    const mark = { ...release('r2', 'v2', 0), at: at(20).replace('.000Z', '+00:00') };
    expect(placeMarks([mark], three, 0, 300)[0]?.x).toBe(2.5);
  });

  it('share the room between two windows', () => {
    const placed = placeMarks([retraining('t1', 'v2', 21), release('r2', 'v2', 23)], three, 0, 300);
    expect(placed.map(({ x, text }) => [x.toFixed(2), text])).toEqual([
      ['2.33', 't1'],
      ['2.67', 'r2 v2'],
    ]);
  });

  it('become one line, named after the newest release, where there are too many', () => {
    const many = [release('r2', 'v2', 21), release('r3', 'v1', 22), retraining('t1', 'v3', 23)];
    expect(placeMarks(many, three, 0, 300)).toMatchObject([{ x: 2.5, text: 'r3 v1 +2 more', kind: 'release' }]);
  });

  it('are left out before the first window that is shown when older ones are not shown', () => {
    const shown = three.slice(1);
    const marks = [release('r1', 'v1', 1), release('r2', 'v1', 15), release('r3', 'v2', 25)];
    expect(placeMarks(marks, shown, 1, 300).map(({ text }) => text)).toEqual(['r3 v2']);
    expect(placeMarks(marks, shown, 0, 300)).toHaveLength(3);
  });

  it('have their label moved to the left as far as there is no room on the right', () => {
    const [first, last] = placeMarks([release('r1', 'v1', 1), release('r2', 'v2', 35)], three, 0, 300);
    expect(first?.shift).toBe(0);
    expect(last?.shift).toBeCloseTo(5 * 6.6);
  });

  it('never have two labels on each other, nor a later line through an earlier label', () => {
    const someMarks = fc.array(fc.tuple(fc.constantFrom(release, retraining), fc.integer({ min: 0, max: 130 })), {
      maxLength: 12,
    });
    const windows = Array.from({ length: 12 }, (_, index) => evaluation(index + 1));
    fc.assert(
      fc.property(someMarks, fc.integer({ min: 220, max: 360 }), (some, width) => {
        const marks = some.map(([make, minutes], index) => make(`r${index + 10}`, 'v12', minutes));
        const labels = placeMarks(marks, windows, 0, width).map((mark) => {
          const line = ((mark.x - 0.5) / 12) * width;
          const from = line - mark.shift;
          return { ...mark, line, from, end: from + mark.text.length * 6.6 };
        });
        labels.forEach((one, index) =>
          labels.slice(index + 1).forEach((later) => {
            if (one.row === later.row) expect(one.end <= later.from || later.end <= one.from).toBe(true);
            if (later.line < one.end) expect(one.row).toBeGreaterThan(later.row);
          }),
        );
      }),
    );
  });
});
