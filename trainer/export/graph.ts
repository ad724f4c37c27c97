import type { SavedModel } from '../../formats/saved-model/types';
import { layOutFeatures } from '../lay-out-features';
import type { ScoringModel } from '../scoring-model';
import { addFeatures } from './add-features';
import { addForest, addForestConstants } from './add-forest';
import { describeExampleSignatures, describePredict, examplesInput, typeOfInput } from './describe-signatures';
import {
  createGraphBuilder,
  float,
  floatTensor,
  listOf,
  shapeOf,
  string,
  stringTensor,
  type GraphBuilder,
} from './graph-builder';

/**
 * The served graph, constants only. Ops that it is made of, with the forms that are used:
 *
 *   Placeholder     DT_STRING [-1] (serialised tf.Examples); DT_FLOAT and DT_STRING [-1,1] (one per input, `predict`)
 *   Const           float, int32, string; scalars, vectors, [1,k]
 *   ParseExampleV2  dense features only, each of shape [1], default NaN or ""; no sparse, no ragged
 *   IsNan           float [n,k]
 *   SelectV2        bool [n,k], float scalar, float [n,k] (broadcast)
 *   Equal           string [n,1] with string [k] (broadcast)
 *   Cast            bool to float, bool to int32
 *   ConcatV2        float, along axis 1
 *   GatherV2        float [n,c] by int32 [t] along axis 1; float [n,c] by int32 [n,t] along axis 1 with batch_dims 1;
 *                   int32 [k] and float [k] by int32 [n,t] along axis 0
 *   Greater         float [n,t] with float [t] (broadcast) or float [n,t]
 *   AddV2           int32 [n,t] with int32 [t] (broadcast) or int32 [n,t]; float [n,1] with a scalar
 *   Mul             int32 [n,t] with a scalar
 *   Sum             float [n,t] over axis 1, keep_dims
 *   Sigmoid         float [n,1]
 *   Sub             float scalar minus [n,1]
 *   Shape           float [n,1] to int32 [2]
 *   Tile            string [1,2] by int32 [2]
 *
 * All are core ops of TensorFlow 2.3 and later.
 */
export function buildSavedModel(model: ScoringModel): SavedModel {
  const graph = createGraphBuilder();
  const layout = layOutFeatures(model.inputs);
  const forest = addForestConstants(graph, model);
  const examples = addExampleInputs(graph, model);
  const byExample = addForest(graph, 'by_example', forest, addFeatures(graph, 'by_example', model, layout, examples));
  const named = addNamedInputs(graph, model);
  const byName = addForest(graph, 'by_name', forest, addFeatures(graph, 'by_name', model, layout, named));

  return {
    schemaVersion: 1,
    metaGraphs: [
      {
        metaInfo: { tags: ['serve'], tensorflowVersion: '' },
        graph: { nodes: graph.nodes, versions: { producer: graphProducer, minConsumer: 0 } },
        signatures: { ...describeExampleSignatures(byExample), predict: describePredict(model, named, byName) },
      },
    ],
  };
}

/** The graph version of TensorFlow 2.3, the oldest that is meant to load it. */
const graphProducer = 440;

/** Parses serialised tf.Examples; a feature that is left out becomes NaN or "". Gives one [n,1] tensor an input. */
function addExampleInputs(graph: GraphBuilder, { inputs }: ScoringModel): string[] {
  const serialised = graph.add(examplesInput, 'Placeholder', [], { dtype: string, shape: { shape: shapeOf(-1) } });
  const none = graph.constant('parse/none', stringTensor([], 0));
  const keys = graph.constant(
    'parse/keys',
    stringTensor(
      inputs.map(({ name }) => name),
      inputs.length,
    ),
  );
  const noNumber = graph.constant('parse/no_number', floatTensor([Number.NaN], 1));
  const noText = graph.constant('parse/no_text', stringTensor([''], 1));
  const defaults = inputs.map(({ type }) => (type === 'number' ? noNumber : noText));
  const parsed = graph.add('parse/examples', 'ParseExampleV2', [serialised, none, none, keys, none, ...defaults], {
    Tdense: listOf({ types: inputs.map(({ type }) => typeOfInput(type)) }),
    dense_shapes: listOf({ shapes: inputs.map(() => shapeOf(1)) }),
    num_sparse: { integer: 0 },
    sparse_types: listOf({}),
    ragged_value_types: listOf({}),
    ragged_split_types: listOf({}),
  });
  return inputs.map((_, index) => `${parsed}:${index}`);
}

/** One [n,1] placeholder an input; missing is NaN or "". */
function addNamedInputs(graph: GraphBuilder, { inputs }: ScoringModel): string[] {
  return inputs.map(({ type }, index) =>
    graph.add(`input_${index}`, 'Placeholder', [], {
      dtype: type === 'number' ? float : string,
      shape: { shape: shapeOf(-1, 1) },
    }),
  );
}
