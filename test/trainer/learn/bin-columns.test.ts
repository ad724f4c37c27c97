import fc from 'fast-check';
import { binColumns, binOf } from '../../../trainer/learn/bin-columns';

function binNumbers(values: readonly number[], limit: number) {
  const column = { kind: 'number', name: 'X', values: Float32Array.from(values) } as const;
  const [binned] = binColumns(
    [column],
    Int32Array.from(values, (_, row) => row),
    limit,
  );
  if (!binned) throw new Error('no column came back');
  return binned;
}

const numbers = fc.array(fc.oneof(fc.float({ noDefaultInfinity: true }), fc.constantFrom(0, 1, 1.5)), {
  maxLength: 80,
});

describe('binColumns', () => {
  it('binColumns: gives each distinct value its own bin when there are few, and missing ones bin 0', () => {
    const { bins, cuts, binCount } = binNumbers([3, 1, Number.NaN, 1, 2], 8);
    expect([...bins]).toEqual([3, 1, 0, 1, 2]);
    expect([...cuts]).toEqual([1.5, 2.5]);
    expect(binCount).toBe(4);
  });

  it('binColumns: cuts many values into about equally full bins', () => {
    const { bins, binCount } = binNumbers(
      Array.from({ length: 1000 }, (_, index) => (index * 7919) % 1000),
      10,
    );
    const rows = Array.from({ length: binCount }, (_, bin) => bins.filter((at) => at === bin).length);
    expect(rows).toEqual([0, ...Array.from({ length: 10 }, () => 100)]);
  });

  it('binColumns: puts the cut between neighbouring 32-bit floats on the lower one', () => {
    const next = new Float32Array(new Uint32Array([0x3f800001]).buffer)[0] ?? 0;
    const { bins, cuts } = binNumbers([1, next], 8);
    expect([...cuts]).toEqual([1]);
    expect([...bins]).toEqual([1, 2]);
  });

  it('binColumns: does not overflow between the largest floats', () => {
    expect([...binNumbers([-3e38, 3e38, 3.4e38], 8).bins]).toEqual([1, 2, 3]);
  });

  it('binColumns: only learns cuts from the rows that it is given', () => {
    const column = { kind: 'number', name: 'X', values: Float32Array.of(1, 2, 100, 200) } as const;
    expect([...(binColumns([column], Int32Array.of(0, 1), 8)[0]?.cuts ?? [])]).toEqual([1.5]);
  });

  it('binColumns: bins follow the order of the values, never more than asked for, as the served cuts will place them', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 20 }), (values, limit) => {
        const { bins, cuts, binCount } = binNumbers(values, limit);
        expect(binCount).toBeLessThanOrEqual(limit + 1);
        const floats = Float32Array.from(values);
        floats.forEach((value, row) => {
          const above = cuts.filter((cut) => value > cut).length;
          expect(bins[row]).toBe(Number.isNaN(value) ? 0 : 1 + above);
          expect(binOf(value, cuts)).toBe(bins[row]);
        });
      }),
    );
  });
});
