import { StewardError } from '../../domain/errors';
import { type Example, readExamples } from '../../formats/tensorflow-serving/read-examples';
import { readPredict } from '../../formats/tensorflow-serving/read-predict';
import type { FloatTensor, StringTensor, Tensor } from '../../formats/tensorflow-serving/tensor';
import {
  writeClassification,
  writeOutputs,
  writePredictions,
  writeRegression,
} from '../../formats/tensorflow-serving/write-answers';
import { fault } from './kernel';
import type { LoadedModel, LoadedSignature } from './load-model';

/** Rows of one request: a second or two of work for the models that we run, in the memory of a small process. */
const maxRows = 10_000;

/** Body of a request to body of the answer. Throws what reading, finding and running throw. */
export type Score = (model: LoadedModel, body: string) => string;

function checkRows(rows: number): void {
  if (rows > maxRows) throw new StewardError('scoring_too_many_rows', { rows, limit: maxRows });
}

function findSignature(model: LoadedModel, name: string): LoadedSignature {
  const signature = model.signatures.get(name);
  if (signature !== undefined) return signature;
  const known = [...model.signatures.keys()].join(', ');
  throw new StewardError('scoring_signature_unknown', { name: name.slice(0, 100), known });
}

/** Runs a signature of the classify or regress kind, which has one input named `inputs`: the examples. */
function runExamples(model: LoadedModel, name: string, method: string, rows: readonly Example[]): Map<string, Tensor> {
  checkRows(rows.length);
  const { spec, run } = findSignature(model, name);
  const wanted = `tensorflow/serving/${method}`;
  if (spec.method !== wanted) {
    throw new StewardError('scoring_method_mismatch', { name: spec.name, method: spec.method || 'none', wanted });
  }
  if (spec.inputs.length !== 1 || spec.inputs[0]?.name !== 'inputs') {
    throw fault(`the signature ${spec.name} has another input than "inputs"`);
  }
  return run(new Map([['inputs', { kind: 'examples', rows }]]));
}

function checkOutput<K extends Tensor['kind']>(
  outputs: ReadonlyMap<string, Tensor>,
  name: string,
  kind: K,
  fits: (shape: readonly number[]) => boolean,
): Extract<Tensor, { kind: K }> | undefined {
  const tensor = outputs.get(name);
  if (tensor === undefined) return undefined;
  if (tensor.kind !== kind || !fits(tensor.shape)) {
    throw fault(`its output ${name} is ${tensor.kind} of the shape [${tensor.shape.join(',')}]`);
  }
  return tensor as Extract<Tensor, { kind: K }>;
}

export const classify: Score = (model, body) => {
  const { signature, rows } = readExamples(body);
  const outputs = runExamples(model, signature, 'classify', rows);
  const fits = (shape: readonly number[]): boolean => shape.length === 2 && shape[0] === rows.length;
  const classes: StringTensor | undefined = checkOutput(outputs, 'classes', 'string', fits);
  const scores: FloatTensor | undefined = checkOutput(outputs, 'scores', 'float', fits);
  if (classes === undefined && scores === undefined) throw fault('it has neither an output "classes" nor "scores"');
  if (classes !== undefined && scores !== undefined && classes.shape[1] !== scores.shape[1]) {
    throw fault('its outputs "classes" and "scores" differ in length');
  }
  return writeClassification(rows.length, classes, scores);
};

export const regress: Score = (model, body) => {
  const { signature, rows } = readExamples(body);
  const outputs = runExamples(model, signature, 'regress', rows);
  const values = checkOutput(outputs, 'outputs', 'float', (shape) => {
    return shape[0] === rows.length && (shape.length === 1 || (shape.length === 2 && shape[1] === 1));
  });
  if (values === undefined) throw fault('it has no output "outputs"');
  return writeRegression(values);
};

export const predict: Score = (model, body) => {
  const request = readPredict(body, (name) => {
    const { spec } = findSignature(model, name);
    refuseSerialised(spec.name, spec.method);
    return spec;
  });
  const [first] = request.inputs.values();
  checkRows(first?.shape[0] ?? 1);
  const outputs = findSignature(model, request.signature.name).run(request.inputs);
  if (request.format === 'column') return writeOutputs(outputs);
  return writePredictions(outputs, countRows(outputs));
};

/** A classify or regress signature takes serialised tf.Examples in `:predict`; nothing of ours sends them. */
function refuseSerialised(name: string, method: string): void {
  if (!/\/(classify|regress)$/.test(method)) return;
  throw new StewardError('scoring_method_mismatch', { name, method, wanted: 'tensorflow/serving/predict' });
}

function countRows(outputs: ReadonlyMap<string, Tensor>): number {
  const counts = new Set([...outputs.values()].map(({ shape }) => shape[0]));
  const [rows] = counts;
  if (counts.size !== 1 || rows === undefined) throw fault('its outputs do not have one first dimension in common');
  return rows;
}
