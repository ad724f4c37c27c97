import { isStewardError } from '../../../domain/errors';
import { dataTypes } from '../../../formats/saved-model/data-types';
import type { GraphNode, Signature } from '../../../formats/saved-model/types';
import { loadModel } from '../../../serving/model-server/load-model';
import { itWithData, readChampion, readTestFile } from '../../formats/saved-model/test-models';
import { constant, floats, node } from './graphs';
import { classifySignature, makeModel, modelNodes, tensorInfo } from './scoring-model';

function faultOf(bytes: Uint8Array): string {
  try {
    loadModel(bytes);
  } catch (error) {
    return isStewardError(error) ? `${error.code}: ${error.message}` : `not a StewardError: ${String(error)}`;
  }
  return 'loaded';
}

function predictOf(tensor: string, input = 'x:0'): Record<string, Signature> {
  return {
    predict: {
      inputs: { x: tensorInfo(input, dataTypes.DT_FLOAT, -1) },
      outputs: { y: tensorInfo(tensor, dataTypes.DT_FLOAT, -1) },
      method: 'tensorflow/serving/predict',
    },
  };
}

function modelOf(nodes: readonly GraphNode[], tensor: string, input?: string): Uint8Array {
  return makeModel({ nodes: [node('x', 'Placeholder'), ...nodes], signatures: predictOf(tensor, input) });
}

describe('load model', () => {
  it('offers the signatures that are for callers', () => {
    expect([...loadModel(makeModel()).signatures.keys()]).toEqual([
      'count',
      'predict',
      'regression',
      'serving_default',
    ]);
  });

  it('runs nodes in the order of their needs, whatever order the file has them in', () => {
    const reversed = loadModel(makeModel({ nodes: [...modelNodes].reverse() }));
    const outputs = reversed.signatures.get('predict')?.run(
      new Map([
        ['LOAN', floats([0], 1, 1)],
        ['JOB', { kind: 'string', shape: [1, 1], values: [''] } as const],
      ]),
    );
    expect(outputs?.get('p')).toEqual(floats([0.5, 0.5], 1, 2));
  });

  it('gives a value that several nodes and an output need to all of them', () => {
    const model = modelOf(
      [node('a', 'Neg', ['x']), node('b', 'AddV2', ['a', 'a']), node('c', 'Mul', ['b', 'a:0'])],
      'c:0',
    );
    const output = loadModel(model)
      .signatures.get('predict')
      ?.run(new Map([['x', floats([3], 1)]]));
    expect(output?.get('y')).toEqual(floats([18], 1));
  });

  it('computes chains of any length', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) =>
      node(`n${at}`, 'Identity', [at === 0 ? 'x' : `n${at - 1}`]),
    );
    const output = loadModel(modelOf(chain, 'n19999:0'))
      .signatures.get('predict')
      ?.run(new Map([['x', floats([3], 1)]]));
    expect(output?.get('y')).toEqual(floats([3], 1));
  });

  it.each<[string, Uint8Array, string]>([
    [
      'an op that is not run here',
      modelOf([node('a', 'Erf', ['x'])], 'a:0'),
      'op_not_supported: The model needs the TensorFlow op Erf',
    ],
    ['an input that leads nowhere', modelOf([node('a', 'Neg', ['z'])], 'a:0'), 'there is no node z'],
    ['an output that leads nowhere', modelOf([], 'a:0'), 'there is no node a'],
    [
      'nodes that need each other',
      modelOf([node('a', 'AddV2', ['b', 'x']), node('b', 'Neg', ['a'])], 'a:0'),
      'need each other',
    ],
    ['a node that needs itself', modelOf([node('a', 'Neg', ['a'])], 'a:0'), 'need each other'],
    [
      'two nodes of one name',
      modelOf([node('a', 'Neg', ['x']), node('a', 'Relu', ['x'])], 'a:0'),
      'two nodes have one name',
    ],
    [
      'an input that is no placeholder',
      modelOf([constant('a', floats([1]))], 'a:0', 'a:0'),
      'input x is no placeholder',
    ],
    ['a name that is no tensor', modelOf([], 'x:y'), "is no tensor's"],
    ['a constant without value', modelOf([node('a', 'Const')], 'a:0'), 'a constant has no value'],
  ])('refuses %s', (_, bytes, fault) => {
    expect(faultOf(bytes)).toContain(fault);
  });

  it('does not mind nodes that no signature needs', () => {
    expect(
      faultOf(
        makeModel({ nodes: [...modelNodes, node('lost', 'Neg', ['nowhere'])], signatures: { classifySignature } }),
      ),
    ).toBe('loaded');
  });

  itWithData('refuses the reference champion by its most telling op, and says what runs it', async () => {
    expect(faultOf(await readChampion())).toMatch(
      /^op_not_supported: .*BoostedTreesEnsembleResourceHandleOp.*TensorFlow Serving 2\.3/,
    );
  });

  itWithData('refuses a model with variables', () => {
    expect(faultOf(readTestFile('tensorflow/example/1/saved_model.pb'))).toContain('VarHandleOp');
  });
});
