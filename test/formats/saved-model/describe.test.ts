import { unsupportedOp } from '../../../domain/model-ops';
import { describeSavedModel } from '../../../formats/saved-model/describe';
import { encodeSavedModel } from '../../../formats/saved-model/encode';
import type { GraphNode } from '../../../formats/saved-model/types';
import { itWithData, readChampion, readTestFile } from './test-models';

function node(name: string, op: string): GraphNode {
  return { name, op, inputs: [], device: '', attributes: {} };
}

function modelWithTags(...tagSets: string[][]): Uint8Array {
  const metaGraphs = tagSets.map((tags) => ({
    metaInfo: { tags, tensorflowVersion: '' },
    graph: { nodes: [node('x', 'Placeholder')] },
    signatures: {},
  }));
  return encodeSavedModel({ schemaVersion: 1, metaGraphs });
}

describe('saved model: describe', () => {
  it('lists ops of functions, but not the names of functions', () => {
    const bytes = encodeSavedModel({
      schemaVersion: 1,
      metaGraphs: [
        {
          metaInfo: { tags: ['serve'], tensorflowVersion: '' },
          graph: {
            nodes: [node('a', 'score'), node('b', 'Mul'), node('c', 'Mul')],
            library: { functions: [{ signature: { name: 'score' }, nodes: [node('d', 'AddV2')] }] },
          },
          signatures: {},
        },
      ],
    });
    expect(describeSavedModel(bytes)).toEqual({
      tags: ['serve'],
      signatures: [],
      ops: ['AddV2', 'Mul'],
      exampleFeatures: [],
      hasVariables: false,
    });
  });

  it('takes the graph whose tags are exactly serve', () => {
    expect(describeSavedModel(modelWithTags(['train'], ['serve'])).tags).toEqual(['serve']);
  });

  it.each([[[['serve', 'gpu']]], [[[]]], [[['serve'], ['serve']]]])('refuses the tags %j', (tagSets) => {
    expect(() => describeSavedModel(modelWithTags(...tagSets))).toThrow('tag "serve"');
  });

  it('refuses a name that is too long to be shown', () => {
    const bytes = encodeSavedModel({
      schemaVersion: 1,
      metaGraphs: [
        {
          metaInfo: { tags: ['serve'], tensorflowVersion: '' },
          graph: { nodes: [node('a', 'A'.repeat(257))] },
          signatures: {},
        },
      ],
    });
    expect(() => describeSavedModel(bytes)).toThrow('a name in it has 257 characters');
  });

  itWithData(
    'knows the reference champion: inputs, signatures, variables, and the op that is missing here',
    async () => {
      const description = describeSavedModel(await readChampion());
      expect(description.tensorflow).toBe('2.3.0');
      expect(description.signatures.map(({ name, method }) => [name, method])).toEqual([
        ['classification', 'tensorflow/serving/classify'],
        ['predict', 'tensorflow/serving/predict'],
        ['regression', 'tensorflow/serving/regress'],
        ['serving_default', 'tensorflow/serving/classify'],
      ]);
      expect(description.signatures[3]?.outputs).toEqual([
        { name: 'classes', dtype: 'DT_STRING', shape: [-1, 2] },
        { name: 'scores', dtype: 'DT_FLOAT', shape: [-1, 2] },
      ]);
      expect(Object.fromEntries(description.exampleFeatures.map(({ name, type }) => [name, type]))).toEqual({
        ...Object.fromEntries(
          ['LOAN', 'MORTDUE', 'VALUE', 'YOJ', 'DEROG', 'DELINQ', 'CLAGE', 'NINQ', 'CLNO', 'DEBTINC'].map((name) => [
            name,
            'number',
          ]),
        ),
        REASON: 'text',
        JOB: 'text',
      });
      expect(description.hasVariables).toBe(true);
      expect(unsupportedOp(description.ops)?.op).toBe('BoostedTreesEnsembleResourceHandleOp');
    },
  );

  itWithData('finds what a model parses inside its functions, and that it keeps variables', () => {
    const description = describeSavedModel(readTestFile('tensorflow/example/1/saved_model.pb'));
    expect(description.exampleFeatures).toHaveLength(12);
    expect(description.signatures.map(({ name }) => name)).toEqual(['classification', 'predict', 'serving_default']);
    expect(description.hasVariables).toBe(true);
    expect(unsupportedOp(description.ops)?.op).toBe('VarHandleOp');
  });
});
