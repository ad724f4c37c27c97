import { dataTypes } from '../../formats/saved-model/data-types';
import type { Signature, TensorInfo } from '../../formats/saved-model/types';
import type { ModelInput, ScoringModel } from '../scoring-model';
import type { ForestOutputs } from './add-forest';
import { shapeOf } from './graph-builder';

/** The placeholder of the serialised tf.Examples. */
export const examplesInput = 'input_examples';

/** Signatures that take tf.Examples: classify (also the default) and regress, which gives the event's probability. */
export function describeExampleSignatures({ event, probabilities, classes }: ForestOutputs) {
  const inputs = { inputs: info(examplesInput, dataTypes.DT_STRING, -1) };
  const classification: Signature = {
    inputs,
    outputs: {
      classes: info(classes, dataTypes.DT_STRING, -1, 2),
      scores: info(probabilities, dataTypes.DT_FLOAT, -1, 2),
    },
    method: 'tensorflow/serving/classify',
  };
  const regression: Signature = {
    inputs,
    outputs: { outputs: info(event, dataTypes.DT_FLOAT, -1, 1) },
    method: 'tensorflow/serving/regress',
  };
  return { serving_default: classification, classification, regression };
}

/** Takes one [n,1] tensor an input, by the input's name. */
export function describePredict(
  { inputs }: ScoringModel,
  placeholders: readonly string[],
  { probabilities, classes }: ForestOutputs,
): Signature {
  return {
    inputs: Object.fromEntries(
      inputs.map(({ name, type }, index) => [name, info(placeholders[index]!, typeOfInput(type), -1, 1)]),
    ),
    outputs: {
      classes: info(classes, dataTypes.DT_STRING, -1, 2),
      probabilities: info(probabilities, dataTypes.DT_FLOAT, -1, 2),
    },
    method: 'tensorflow/serving/predict',
  };
}

export function typeOfInput(type: ModelInput['type']): number {
  return type === 'number' ? dataTypes.DT_FLOAT : dataTypes.DT_STRING;
}

/** Names of nodes stand for their first output. */
function info(node: string, dataType: number, ...shape: readonly number[]): TensorInfo {
  return { tensor: `${node}:0`, dataType, shape: shapeOf(...shape) };
}
