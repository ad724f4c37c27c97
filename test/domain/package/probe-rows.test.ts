import type { Contract } from '../../../domain/package/contract';
import { makeProbeRows } from '../../../domain/package/probe-rows';

const contract: Contract = {
  inputs: [
    { name: 'LOAN', type: 'number' },
    { name: 'CLNO', type: 'integer' },
    { name: 'REASON', type: 'text', categories: ['HomeImp', 'DebtCon'] },
    { name: 'JOB', type: 'text' },
    { name: 'NONE', type: 'text', categories: [] },
  ],
  outputs: [],
  outcome: { name: 'BAD', event: '1' },
};

describe('probe rows', () => {
  const rows = makeProbeRows(contract);

  it('give every input of the contract a value of its type', () => {
    for (const { inputs } of rows) {
      expect(Object.keys(inputs)).toEqual(contract.inputs.map(({ name }) => name));
      expect(Number.isInteger(inputs['CLNO'])).toBe(true);
      for (const text of ['REASON', 'JOB', 'NONE']) expect(typeof inputs[text]).toBe('string');
    }
  });

  it('use the categories that the package tells, all of them', () => {
    expect(new Set(rows.map(({ inputs }) => inputs['REASON']))).toEqual(new Set(['HomeImp', 'DebtCon']));
  });

  it('are several, different, and the same every time', () => {
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(3);
    expect(makeProbeRows(contract)).toEqual(rows);
  });

  it('fit a contract without inputs', () => {
    expect(makeProbeRows({ ...contract, inputs: [] }).every(({ inputs }) => Object.keys(inputs).length === 0)).toBe(
      true,
    );
  });
});
