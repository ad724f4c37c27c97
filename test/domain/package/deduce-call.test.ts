import type { GraphFacts } from '../../../domain/package/claims';
import { deduceCall } from '../../../domain/package/deduce-call';
import type { SignatureSpec, TensorSpec } from '../../../domain/package/manifest';

const bad = { name: 'BAD', event: '1' };

function tensor(name: string, dtype = 'DT_FLOAT', ...shape: number[]): TensorSpec {
  return { name, dtype, shape };
}

function signature(name: string, method: string, inputs: TensorSpec[] = [], outputs: TensorSpec[] = []): SignatureSpec {
  return { name, method: `tensorflow/serving/${method}`, inputs, outputs };
}

function graph(...signatures: SignatureSpec[]): GraphFacts {
  return { signatures, exampleFeatures: [{ name: 'LOAN', type: 'number' }] };
}

const columns = [tensor('LOAN', 'DT_FLOAT', -1, 1), tensor('REASON', 'DT_STRING', -1, 1)];
const examples = [tensor('examples', 'DT_STRING', -1)];
const both = tensor('probabilities', 'DT_FLOAT', -1, 2);

describe('deduced call', () => {
  it('prefers classify, and of its signatures serving_default', () => {
    const { call } = deduceCall(
      graph(
        signature('a', 'classify', examples),
        signature('classification', 'classify', examples),
        signature('serving_default', 'classify', examples),
        signature('predict', 'predict', columns, [both]),
      ),
      bad,
    );
    expect(call).toEqual({
      method: 'classify',
      signature: 'serving_default',
      rows: 'examples',
      score: { kind: 'label', label: '1' },
    });
  });

  it.each([
    ['two values a row', both, { kind: 'output', output: 'probabilities', index: 1 }],
    ['one value a row', tensor('output_0', 'DT_FLOAT', -1, 1), { kind: 'output', output: 'output_0', index: 0 }],
    ['a number a row', tensor('output_0', 'DT_FLOAT', -1), { kind: 'output', output: 'output_0' }],
    ['an unknown shape', { name: 'output_0', dtype: 'DT_FLOAT' }, { kind: 'output', output: 'output_0' }],
  ])('takes the score of predict from %s', (_what, output, score) => {
    const { call } = deduceCall(graph(signature('predict', 'predict', columns, [output])), bad);
    expect(call).toEqual({ method: 'predict', signature: 'predict', rows: 'named', score });
  });

  it('says that it took the second of two values', () => {
    const found = deduceCall(graph(signature('predict', 'predict', columns, [both])), bad);
    expect('note' in found && found.note).toContain('second of two values of probabilities');
  });

  it('sends a vector to a signature with one wide input of numbers', () => {
    const dense = [tensor('dense', 'DT_FLOAT', -1, 12)];
    const output = [tensor('score', 'DT_FLOAT', -1, 1)];
    expect(deduceCall(graph(signature('serving_default', 'predict', dense, output)), bad).call?.rows).toBe('vector');
  });

  it('picks the usually named one of several outputs', () => {
    const outputs = [tensor('logits', 'DT_FLOAT', -1, 1), tensor('classes', 'DT_STRING', -1, 1), both];
    const { call } = deduceCall(graph(signature('predict', 'predict', columns, outputs)), bad);
    expect(call?.score).toMatchObject({ output: 'probabilities' });
  });

  it('never sends serialised rows to predict: regress is taken instead', () => {
    const { call } = deduceCall(
      graph(signature('predict', 'predict', examples, [both]), signature('regression', 'regress', examples)),
      bad,
    );
    expect(call).toEqual({ method: 'regress', signature: 'regression', rows: 'examples', score: { kind: 'value' } });
  });

  it.each<[string, GraphFacts, typeof bad]>([
    ['no signatures', graph(), bad],
    ['outputs that are all alike', graph(signature('p', 'predict', columns, [tensor('a'), tensor('b')])), bad],
    ['three values a row', graph(signature('p', 'predict', columns, [tensor('p', 'DT_FLOAT', -1, 3)])), bad],
    [
      'two values a row and the event 0',
      graph(signature('p', 'predict', columns, [both])),
      { name: 'BAD', event: '0' },
    ],
  ])('gives up with a reason at %s', (_what, facts, outcome) => {
    const found = deduceCall(facts, outcome);
    expect(found.call).toBeUndefined();
    expect('why' in found && found.why).toMatch(/^it (has no signature|cannot be told)/);
  });
});
