import { StewardError } from '../../../domain/errors';
import type { GraphFacts, PackageClaims } from '../../../domain/package/claims';
import { settleContract } from '../../../domain/package/settle-contract';
import type { ContractOverrides } from '../../../domain/project';
import type { ReasonCode } from '../../../domain/reasons';

const graph: GraphFacts = {
  signatures: [
    {
      name: 'serving_default',
      method: 'tensorflow/serving/classify',
      inputs: [{ name: 'inputs', dtype: 'DT_STRING', shape: [-1] }],
      outputs: [{ name: 'scores', dtype: 'DT_FLOAT', shape: [-1, 2] }],
    },
    {
      name: 'dense',
      method: 'tensorflow/serving/predict',
      inputs: [{ name: 'x', dtype: 'DT_FLOAT', shape: [-1, 3] }],
      outputs: [{ name: 'score', dtype: 'DT_FLOAT', shape: [-1, 1] }],
    },
  ],
  exampleFeatures: [
    { name: 'LOAN', type: 'number' },
    { name: 'REASON', type: 'text' },
  ],
};
const outcome = { name: 'BAD', event: '1' };
const inputs = [
  { name: 'LOAN', type: 'number' },
  { name: 'REASON', type: 'text' },
] as const;
const unnamed: PackageClaims = { tool: { name: 'test' }, inputs, outputs: [] };
const unlisted: PackageClaims = { tool: { name: 'test' }, outputs: [], outcome };
const claims: PackageClaims = { ...unnamed, outcome };
const vector = {
  method: 'predict',
  signature: 'dense',
  rows: 'vector',
  score: { kind: 'output', output: 'score' },
} as const;

function refusalOf(work: () => unknown): StewardError {
  try {
    work();
  } catch (error) {
    if (error instanceof StewardError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('settled contract', () => {
  it('lets the project win over the package, and says so', () => {
    const { contract, notes } = settleContract(claims, graph, {
      outcome: { name: 'BAD', event: '2' },
      inputs: { REASON: { categories: ['a'] } },
    });
    expect(contract.outcome.event).toBe('2');
    expect(contract.inputs[1]).toEqual({ name: 'REASON', type: 'text', categories: ['a'] });
    expect(notes).toEqual(["The package counts BAD = 1 as the event; the project's 2 is taken."]);
  });

  it('takes the call of the project when the model offers it', () => {
    const three = ['A', 'B', 'C'].map((name) => ({ name, type: 'number' as const }));
    const settled = settleContract({ ...claims, inputs: three }, graph, { outcome, call: vector });
    expect(settled.call).toEqual(vector);
  });

  it('takes inputs from the project where neither package nor graph names them', () => {
    const named = { A: {}, B: { type: 'integer' }, C: {} } as const;
    const { contract } = settleContract(unlisted, graph, { outcome, inputs: named, call: vector });
    expect(contract.inputs).toEqual([
      { name: 'A', type: 'number' },
      { name: 'B', type: 'integer' },
      { name: 'C', type: 'number' },
    ]);
  });

  it('notes inputs that only one of package and graph knows', () => {
    const others = [inputs[0], { name: 'EXTRA', type: 'number' }] as const;
    expect(settleContract({ ...claims, inputs: others }, graph, { outcome }).notes).toEqual([
      'The graph does not read these inputs by name: EXTRA.',
      'The graph reads more than the package lists: REASON.',
    ]);
  });

  it.each<[string, ReasonCode, PackageClaims, ContractOverrides | undefined, string]>([
    ['nobody names the outcome', 'outcome_unknown', unnamed, undefined, 'contract.outcome'],
    ['nobody names the event', 'outcome_event_unknown', { ...claims, outcome: { name: 'BAD' } }, undefined, 'BAD'],
    ['the outcome is another', 'outcome_differs', claims, { outcome: { name: 'CHURN', event: '1' } }, 'CHURN'],
    ['the outcome is an input', 'outcome_is_input', unnamed, { outcome: { name: 'LOAN', event: '1' } }, 'LOAN'],
    [
      'the project calls a signature that is not there',
      'call_not_offered',
      claims,
      { outcome, call: { ...vector, signature: 'dens' } },
      'it has no signature "dens" (it has serving_default, dense)',
    ],
    [
      'the project calls a signature by another method',
      'call_not_offered',
      claims,
      { outcome, call: { ...vector, signature: 'serving_default' } },
      'is for classify',
    ],
    [
      'the project takes an output that is not there',
      'call_not_offered',
      claims,
      { outcome, call: { ...vector, score: { kind: 'output', output: 'scor' } } },
      'no output "scor" (it has score)',
    ],
    [
      'a vector is longer than the list',
      'inputs_clash',
      claims,
      { outcome, call: vector },
      '2 inputs are listed, and the graph takes 3',
    ],
    ['nobody lists inputs', 'inputs_unknown', unlisted, { outcome, call: vector }, 'contract.inputs'],
    [
      'text meets number',
      'inputs_clash',
      { ...claims, inputs: [{ name: 'LOAN', type: 'text' }] },
      { outcome },
      'LOAN is said to be a text, the graph takes a number',
    ],
    [
      'the project speaks of another input',
      'input_unknown',
      claims,
      { outcome, inputs: { LAON: {} } },
      'Perhaps LOAN is meant',
    ],
    [
      'a number has categories',
      'inputs_clash',
      claims,
      { outcome, inputs: { LOAN: { categories: ['1'] } } },
      'LOAN is a number',
    ],
  ])('is refused when %s', (_what, code, told, overrides, words) => {
    const refusal = refusalOf(() => settleContract(told, graph, overrides));
    expect(refusal.code).toBe(code);
    expect(refusal.message).toContain(words);
  });
});
