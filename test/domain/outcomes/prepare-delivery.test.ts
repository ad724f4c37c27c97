import { prepareDelivery } from '../../../domain/outcomes/prepare-delivery';

const placeOf = (row: number, field: string): string => `Row ${row + 1}, ${field}`;

function prepare(values: readonly string[], { event = '1', other }: { event?: string; other?: string } = {}) {
  const given = values.map((value, row) => ({ reference: `A${row}`, value, observedAt: '2026-06-01T00:00:00.000Z' }));
  return prepareDelivery(given, { event, ...(other === undefined ? {} : { other }) }, placeOf);
}

describe('prepareDelivery', () => {
  it('takes numbers as numbers, whichever way they are written', () => {
    const { outcomes } = prepare(['1', '1.0', ' 1 ', '+1', '0', '0.00', '0e5']);
    expect(outcomes.map(({ event }) => event)).toEqual([true, true, true, true, false, false, false]);
    expect(outcomes[2]).toMatchObject({ value: '1' });
  });

  it('takes texts letter by letter, without the blanks around them', () => {
    const { outcomes } = prepare([' default', 'paid', 'paid '], { event: 'default' });
    expect(outcomes.map(({ event }) => event)).toEqual([true, false, false]);
    expect(() => prepare(['default', 'paid', 'Default'], { event: 'default' })).toThrow(/^Row 3, outcome: /);
  });

  it.each([
    ['a third value', ['0', '1', '2'], {}, /^Row 3, outcome: .*the event is 1, the other is what stands at: Row 1/i],
    ['a value that is not the recorded other', ['1', '2'], { other: '0' }, /^Row 2, outcome: .*the other is 0\./i],
    ['a text beside a numeric event', ['.'], {}, /^Row 1, outcome: .*the other is one other number\./i],
    ['a number with a decimal comma', ['1,0'], {}, /^Row 1/],
    ['no number', ['NaN'], {}, /^Row 1/],
  ] as const)('refuses %s and quotes none of it', (_, values, known, words) => {
    const spoiled = values.map((value) => (value === '2' ? 'Jane Roe' : value));
    expect(() => prepare(values, known)).toThrow(words);
    expect(() => prepare(spoiled, known)).not.toThrow(/Roe/);
  });

  it('counts rows without a value and rows that say the same again', () => {
    const at = '2026-06-01T00:00:00.000Z';
    const given = ['1', '', '1.0', ' '].map((value) => ({ reference: 'A1', value, observedAt: at }));
    const { outcomes, empty, repeated } = prepareDelivery(given, { event: '1' }, placeOf);
    expect({ kept: outcomes.length, empty, repeated }).toEqual({ kept: 1, empty: 2, repeated: 1 });
  });

  it('refuses two outcomes of one reference, and names both places', () => {
    const at = '2026-06-01T00:00:00.000Z';
    const given = ['1', '0'].map((value) => ({ reference: 'A1', value, observedAt: at }));
    expect(() => prepareDelivery(given, { event: '1' }, placeOf)).toThrow(/^Row 2, outcome: .*\(Row 1, outcome\)/);
  });
});
