import { fromByteText } from './byte-text';
import { sizeOf, type StringTensor, type FloatTensor, type Tensor } from './tensor';
import { writeFloat32 } from './write-numbers';

/** `{"results": [[["0", 0.9], ["1", 0.1]], …]}`; a model without labels or without scores leaves "" or 0.0. */
export function writeClassification(
  rows: number,
  classes: StringTensor | undefined,
  scores: FloatTensor | undefined,
): string {
  const width = (classes ?? scores)?.shape[1] ?? 0;
  const pairs = (row: number): string[] =>
    Array.from({ length: width }, (_, column) => {
      const at = row * width + column;
      return `[${writeText(classes?.values[at] ?? '')},${writeFloat32(scores?.values[at] ?? 0)}]`;
    });
  const results = Array.from({ length: rows }, (_, row) => `[${pairs(row).join(',')}]`);
  return `{"results":[${results.join(',')}]}`;
}

/** `{"results": [0.1, …]}`. */
export function writeRegression(values: FloatTensor): string {
  return `{"results":[${Array.from(values.values, writeFloat32).join(',')}]}`;
}

/** `{"predictions": […]}`, one element a row: the value itself with one output, an object by name with several. */
export function writePredictions(outputs: ReadonlyMap<string, Tensor>, rows: number): string {
  const names = [...outputs.keys()];
  const predictions = Array.from({ length: rows }, (_, row) => {
    const members = names.map((name) => [name, writeRow(name, outputs.get(name), row)] as const);
    return writeMembers(members);
  });
  return `{"predictions":[${predictions.join(',')}]}`;
}

/** `{"outputs": …}`: the whole tensor with one output, an object by name with several. */
export function writeOutputs(outputs: ReadonlyMap<string, Tensor>): string {
  const members = [...outputs].map(([name, tensor]) => [name, writeLevel(name, tensor, 0, 0)] as const);
  return `{"outputs":${writeMembers(members)}}`;
}

function writeMembers(members: readonly (readonly [string, string])[]): string {
  if (members.length === 1) return members[0]?.[1] ?? '';
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

function writeRow(name: string, tensor: Tensor | undefined, row: number): string {
  return tensor === undefined ? 'null' : writeLevel(name, tensor, 1, row * sizeOf(tensor.shape.slice(1)));
}

/** The nested lists from dimension `level` on, whose first element is at `offset`. */
function writeLevel(name: string, tensor: Tensor, level: number, offset: number): string {
  const length = tensor.shape[level];
  if (length === undefined) return writeElement(name, tensor, offset);
  const step = sizeOf(tensor.shape.slice(level + 1));
  const elements = Array.from({ length }, (_, at) => writeLevel(name, tensor, level + 1, offset + at * step));
  return `[${elements.join(',')}]`;
}

/** Strings of an output whose name ends in `_bytes` are written as base64, as TensorFlow Serving does. */
function writeElement(name: string, tensor: Tensor, at: number): string {
  switch (tensor.kind) {
    case 'float':
      return writeFloat32(tensor.values[at] ?? NaN);
    case 'int32':
    case 'int64':
      return String(tensor.values[at]);
    case 'bool':
      return String(tensor.values[at] === 1);
    case 'string': {
      const value = tensor.values[at] ?? '';
      if (!name.endsWith('_bytes')) return writeText(value);
      return `{"b64":"${Buffer.from(value, 'latin1').toString('base64')}"}`;
    }
  }
}

function writeText(bytes: string): string {
  return JSON.stringify(fromByteText(bytes));
}
