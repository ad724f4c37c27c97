import fc from 'fast-check';
import type { BinnedColumn } from '../../../trainer/learn/columns';
import { growTree } from '../../../trainer/learn/grow-tree';
import { layOutHistogram } from '../../../trainer/learn/histogram';
import { leafValue, type Tree } from '../../../trainer/learn/tree';

const rules = { depth: 1, shrinkage: 1, leafRows: 1, ridge: 1 };

function column(kind: BinnedColumn['kind'], bins: readonly number[], binCount: number): BinnedColumn {
  return { kind, bins: Uint8Array.from(bins), binCount, cuts: new Float32Array(Math.max(0, binCount - 2)) };
}

function grow(columns: readonly BinnedColumn[], gradients: readonly number[], asked: Partial<typeof rules> = {}): Tree {
  return growTree({
    layout: layOutHistogram(columns),
    rows: Int32Array.from(gradients, (_, row) => row),
    gradients: Float64Array.from(gradients),
    hessians: new Float64Array(gradients.length).fill(1),
    rules: { ...rules, ...asked },
  });
}

function leaves(tree: Tree, columns: readonly BinnedColumn[], rows: number): number[] {
  return Array.from({ length: rows }, (_, row) => leafValue(tree, columns, row));
}

/** What is left of the loss after a split into these sides, up to a constant. */
function gainOf(sides: readonly (readonly number[])[]): number {
  return sides.reduce((sum, side) => sum + side.reduce((total, one) => total + one, 0) ** 2 / (side.length + 1), 0);
}

describe('growTree', () => {
  it('growTree: separates missing values from present ones when that is what matters', () => {
    const columns = [column('number', [0, 0, 1, 2, 3, 4], 5)];
    const tree = grow(columns, [-1, -1, 1, 1, 1, 1]);
    expect(leaves(tree, columns, 6)).toEqual([2 / 3, 2 / 3, -4 / 5, -4 / 5, -4 / 5, -4 / 5]);
  });

  it.each([
    ['low', [-1, -1, -1, 1, 1]],
    ['high', [1, -1, -1, 1, 1].map((one) => -one)],
  ])('growTree: sends missing values to the side where they fit (%s)', (_, gradients) => {
    const columns = [column('number', [0, 1, 2, 3, 4], 6)];
    const tree = grow(columns, gradients);
    const [missing, first, , , last] = leaves(tree, columns, 5);
    expect(missing).toBe(Math.sign(gradients[0] ?? 0) === Math.sign(gradients[1] ?? 0) ? first : last);
  });

  it('growTree: sends missing values that it never saw with the larger side', () => {
    const columns = [column('number', [1, 2, 2, 2, 0], 4)];
    const tree = growTree({
      layout: layOutHistogram(columns),
      rows: Int32Array.of(0, 1, 2, 3),
      gradients: Float64Array.of(-1, 1, 1, 1, 0),
      hessians: new Float64Array(5).fill(1),
      rules,
    });
    const [, larger, , , missing] = leaves(tree, columns, 5);
    expect(missing).toBe(larger);
  });

  it('growTree: separates one category from the rest, and never the unknown ones', () => {
    const columns = [column('text', [1, 2, 2, 3, 4, 4], 5)];
    expect(leaves(grow(columns, [1, -1, -1, 1, 1, 1]), columns, 6)[1]).toBeCloseTo(2 / 3);
    const unknown = grow([column('text', [1, 1, 1, 2, 2], 3)], [1, 1, 1, -1, -1]);
    expect(unknown.bin[0]).toBe(1);
  });

  it('growTree: is a single leaf when no split gains or leaves would be too small', () => {
    const columns = [column('number', [1, 2, 3, 4], 5)];
    expect(grow(columns, [1, 1, 1, 1]).column).toEqual([-1]);
    expect(grow(columns, [-1, 1, 1, 1], { leafRows: 3 }).column).toEqual([-1]);
    expect(grow(columns, [1, 1, 1, 1]).value[0]).toBeCloseTo(-4 / 5);
  });

  it('growTree: finds the best of all splits', () => {
    const gradient = fc.integer({ min: -5, max: 5 });
    const bin = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(bin, bin, gradient), { minLength: 2, maxLength: 25 }), (table) => {
        const gradients = table.map(([, , one]) => one);
        const columns = [
          column(
            'number',
            table.map(([at]) => at),
            4,
          ),
          column(
            'text',
            table.map(([, at]) => at),
            4,
          ),
        ];
        const tests = [
          ...[1, 2, 3].flatMap((cut) => [
            ([at]: readonly number[]) => at! > cut,
            ([at]: readonly number[]) => at! > cut || at === 0,
          ]),
          ...[0, 1, 2].map(
            (code) =>
              ([, at]: readonly number[]) =>
                at === code,
          ),
        ];
        const gains = tests.map((right) => {
          const sides = [true, false].map((side) => table.filter((row) => right(row) === side).map(([, , one]) => one));
          return sides.some(({ length }) => length === 0) ? 0 : gainOf(sides);
        });
        const values = leaves(grow(columns, gradients), columns, table.length);
        const sides = [...new Set(values)].map((value) => gradients.filter((_, row) => values[row] === value));
        expect(gainOf(sides)).toBeCloseTo(Math.max(gainOf([gradients]), ...gains), 6);
      }),
    );
  });

  it('growTree: keeps every row, each leaf being the Newton step of its rows', () => {
    const bins = Array.from({ length: 60 }, (_, row) => (row * 37) % 9);
    const columns = [
      column('number', bins, 9),
      column(
        'text',
        bins.map((at) => at % 4),
        5,
      ),
    ];
    const gradients = bins.map((at) => 10 * Math.sin(at * 5));
    const tree = grow(columns, gradients, { depth: 4 });
    const values = leaves(tree, columns, 60);
    for (const value of new Set(values)) {
      const mine = gradients.filter((_, row) => values[row] === value);
      expect(value).toBeCloseTo(-mine.reduce((sum, one) => sum + one, 0) / (mine.length + 1), 9);
    }
    expect(new Set(values).size).toBeGreaterThan(4);
  });
});
