import type { GraphFacts } from './claims';
import type { Call } from './contract';
import type { SignatureSpec, TensorSpec } from './manifest';
import { tensorType } from './tensor-type';

export const methods = {
  classify: 'tensorflow/serving/classify',
  regress: 'tensorflow/serving/regress',
  predict: 'tensorflow/serving/predict',
} as const satisfies Readonly<Record<Call['method'], string>>;

/** Signatures that exporters write for callers, the most usual first; among others the alphabet decides. */
const usualNames = ['serving_default', 'classification', 'predict', 'regression'];

/** Outputs that hold probabilities, as exporters name them. */
const usualOutputs = ['probabilities', 'scores', 'score', 'probability'];

export type DeducedCall =
  { readonly call: Call; readonly note?: string } | { readonly call?: undefined; readonly why: string };

/**
 * How a model can be called when nobody says it: classify before predict before regress, because a class label tells
 * which number belongs to the event, while a position must be guessed and a regressed value may be anything.
 */
export function deduceCall(graph: GraphFacts, outcome: { readonly name: string; readonly event: string }): DeducedCall {
  const [classify] = withMethod(graph.signatures, 'classify');
  if (classify !== undefined)
    return {
      call: {
        method: 'classify',
        signature: classify.name,
        rows: 'examples',
        score: { kind: 'label', label: outcome.event },
      },
    };
  const predictors = withMethod(graph.signatures, 'predict').filter((one) => takesColumns(one, graph));
  const predicted = predictors.map((one) => deducePredict(one, outcome));
  const found = predicted.find(({ call }) => call !== undefined);
  if (found !== undefined) return found;
  const [regress] = withMethod(graph.signatures, 'regress');
  if (regress !== undefined)
    return { call: { method: 'regress', signature: regress.name, rows: 'examples', score: { kind: 'value' } } };
  return predicted[0] ?? { why: 'it has no signature that takes the columns of a row' };
}

/** The signatures of one method, the likeliest first. */
export function withMethod(signatures: readonly SignatureSpec[], method: Call['method']): readonly SignatureSpec[] {
  const rank = ({ name }: SignatureSpec) => (usualNames.includes(name) ? usualNames.indexOf(name) : usualNames.length);
  return signatures
    .filter((signature) => signature.method === methods[method])
    .sort((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1));
}

/** False for a signature of serialised tf.Examples (one string in, parsed by the graph): TensorFlow's REST has no form for it. */
function takesColumns({ inputs }: SignatureSpec, graph: GraphFacts): boolean {
  const serialised = inputs.length === 1 && inputs[0]?.dtype === 'DT_STRING' && graph.exampleFeatures.length > 0;
  return inputs.length > 0 && !serialised && inputs.every(({ dtype }) => tensorType(dtype) !== undefined);
}

function deducePredict(
  signature: SignatureSpec,
  outcome: { readonly name: string; readonly event: string },
): DeducedCall {
  const numbers = signature.outputs.filter(({ dtype }) => tensorType(dtype) === 'number');
  const usual = [`P_${outcome.name}${outcome.event}`, ...usualOutputs];
  const output = numbers.length === 1 ? numbers[0] : numbers.find(({ name }) => usual.includes(name));
  const place = `of signature ${signature.name}`;
  if (output === undefined) return { why: `it cannot be told which output ${place} is the score` };
  const width = output.shape === undefined || output.shape.length < 2 ? undefined : output.shape.at(-1);
  const score = { kind: 'output', output: output.name } as const;
  const call = { method: 'predict', signature: signature.name, rows: rowsOf(signature.inputs) } as const;
  if (width === undefined) return { call: { ...call, score } };
  if (width === 1) return { call: { ...call, score: { ...score, index: 0 } } };
  if (width !== 2 || outcome.event === '0')
    return { why: `it cannot be told which value of the output ${output.name} ${place} belongs to the event` };
  return {
    call: { ...call, score: { ...score, index: 1 } },
    note: `The second of two values of ${output.name} is taken as the event's; say contract.call in the project file if it is not.`,
  };
}

function rowsOf(inputs: readonly TensorSpec[]): 'named' | 'vector' {
  const [only] = inputs;
  const wide = only?.shape?.length === 2 && only.shape[1] !== 1;
  return inputs.length === 1 && wide && tensorType(only.dtype) === 'number' ? 'vector' : 'named';
}
