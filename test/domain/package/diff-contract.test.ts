import fc from 'fast-check';
import type { InputSpec, ValueType } from '../../../domain/package/contract';
import { type ContractSide, diffContracts } from '../../../domain/package/diff-contract';

const side: ContractSide = {
  contract: {
    inputs: [
      { name: 'LOAN', type: 'number' },
      { name: 'REASON', type: 'text', categories: ['DebtCon', 'HomeImp'] },
    ],
    outputs: [{ name: 'P_BAD1', type: 'number' }],
    outcome: { name: 'BAD', event: '1' },
  },
  call: { method: 'classify', signature: 'serving_default', rows: 'examples', score: { kind: 'label', label: '1' } },
};

function withInputs(...inputs: InputSpec[]): ContractSide {
  return { ...side, contract: { ...side.contract, inputs } };
}

const [loan, reason] = side.contract.inputs as [InputSpec, InputSpec];

describe('contract difference', () => {
  it.each<[string, ContractSide, string[]]>([
    ['an input that is gone', withInputs(loan), ['Input REASON is gone.']],
    [
      'another type',
      withInputs({ name: 'LOAN', type: 'integer' }, reason),
      ['Input LOAN is integer instead of number.'],
    ],
    [
      'another type of an output',
      { ...side, contract: { ...side.contract, outputs: [{ name: 'P_BAD1', type: 'text' }] } },
      ['Output P_BAD1 is text instead of number.'],
    ],
    [
      'another event',
      { ...side, contract: { ...side.contract, outcome: { name: 'BAD', event: '0' } } },
      ['The outcome is BAD = 0 instead of BAD = 1.'],
    ],
    [
      'another method',
      { ...side, call: { method: 'regress', signature: 'regression', rows: 'examples', score: { kind: 'value' } } },
      [
        'The model is called otherwise: regress by signature regression (rows by column name); the score is the value itself; before: classify by signature serving_default (rows by column name); the score is the value of class 1.',
      ],
    ],
  ])('calls %s breaking', (_what, after, breaking) => {
    expect(diffContracts(side, after)).toEqual({ breaking, changes: [] });
  });

  it.each<[string, ContractSide, string[]]>([
    ['a new input', withInputs(loan, reason, { name: 'JOB', type: 'text' }), ['Input JOB (text) is new.']],
    [
      'other categories',
      withInputs(loan, { ...reason, categories: ['HomeImp', 'Car'] }),
      ['Input REASON no longer knows "DebtCon".', 'Input REASON newly knows "Car".'],
    ],
    [
      'another signature of the same method',
      { ...side, call: { ...side.call, signature: 'classification' } },
      [expect.stringContaining('classify by signature classification')],
    ],
  ])('tells %s without calling it breaking', (_what, after, changes) => {
    expect(diffContracts(side, after)).toEqual({ breaking: [], changes });
  });

  it('cuts long lists of categories', () => {
    const categories = Array.from({ length: 30 }, (_, at) => `c${at}`);
    const [line] = diffContracts(
      withInputs(loan, { name: 'REASON', type: 'text' }),
      withInputs(loan, { ...reason, categories }),
    ).changes;
    expect(line).toMatch(/"c7" and 22 more\.$/);
  });

  const types = fc.constantFrom<ValueType>('number', 'integer', 'text');
  const inputs = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[A-Z]{1,4}$/), type: types }), {
    selector: ({ name }) => name,
  });

  it('is empty between a contract and itself, whatever the order', () => {
    fc.assert(
      fc.property(inputs, (list) => {
        const found = diffContracts(withInputs(...list), withInputs(...[...list].reverse()));
        expect(found).toEqual({ breaking: [], changes: [] });
      }),
    );
  });

  it('is breaking one way or the other when inputs differ', () => {
    fc.assert(
      fc.property(inputs, inputs, (one, other) => {
        const there = diffContracts(withInputs(...one), withInputs(...other)).breaking;
        const back = diffContracts(withInputs(...other), withInputs(...one)).breaking;
        const same =
          one.length === other.length &&
          one.every((input) => other.some((o) => o.name === input.name && o.type === input.type));
        expect(there.length + back.length > 0).toBe(!same);
      }),
    );
  });
});
