import { StewardError } from '../../../domain/errors';
import { dataTypeName } from '../../../formats/saved-model/data-types';
import type { GraphNode } from '../../../formats/saved-model/types';
import { fromByteText } from '../../../formats/tensorflow-serving/byte-text';
import type { Example, Feature } from '../../../formats/tensorflow-serving/read-examples';
import { kindOf, sizeOf, type Tensor } from '../../../formats/tensorflow-serving/tensor';
import { checkSize, fault, type Kernel, refuseForm, take, takeTensor, type Value } from '../kernel';
import { joinFlat, reshape } from '../rearrange';

type DenseKind = Exclude<Feature['kind'], 'none'>;

/** A feature of a fixed number of values in every row. */
interface Dense {
  readonly kind: DenseKind;
  /** Of one row. */
  readonly shape: readonly number[];
}

/** What TensorFlow calls the types of features in its messages. */
const typeNames: Readonly<Record<DenseKind, string>> = { float: 'float', int64: 'int64', string: 'string' };

/**
 * Inputs: examples, names, sparse keys, dense keys, ragged keys, one default a dense key. Features that the graph does
 * not ask for are ignored, as in TensorFlow. A missing feature takes its default; without one it is refused.
 */
export function parseExampleV2(node: GraphNode): Kernel {
  const { attributes } = node;
  if ((attributes['num_sparse']?.integer ?? 0) > 0) throw refuseForm(node, 'sparse features');
  if ((attributes['ragged_value_types']?.list?.types.length ?? 0) > 0) throw refuseForm(node, 'ragged features');
  const shapes = attributes['dense_shapes']?.list?.shapes ?? [];
  const dense = (attributes['Tdense']?.list?.types ?? []).map((type, at): Dense => {
    const kind = kindOf(dataTypeName(type));
    const sizes = (shapes[at]?.dimensions ?? []).map(({ size }) => size);
    if (kind !== 'float' && kind !== 'int64' && kind !== 'string') throw refuseForm(node, dataTypeName(type));
    if (shapes[at]?.unknownRank !== false || sizes.some((size) => size < 0))
      throw refuseForm(node, 'lists of any length');
    return { kind, shape: sizes };
  });
  return (inputs) => {
    const rows = takeExamples(inputs);
    const keys = take(inputs, 3, 'string').values.map(fromByteText);
    if (keys.length !== dense.length) throw fault('ParseExampleV2 has another number of keys than of types');
    return dense.map((one, at) => readColumn(rows, keys[at] ?? '', one, takeTensor(inputs, 5 + at)));
  };
}

function takeExamples(inputs: readonly Value[]): readonly Example[] {
  const [value] = inputs;
  if (value?.kind !== 'examples') throw fault('ParseExampleV2 got something else than examples');
  return value.rows;
}

function readColumn(rows: readonly Example[], name: string, dense: Dense, standard: Tensor): Tensor {
  const whole = [rows.length, ...dense.shape];
  checkSize(whole);
  const pieces = rows.map((row, at) => readFeature(row.get(name), dense, { name, row: at }, standard));
  return reshape(joinFlat(pieces), whole);
}

interface Place {
  readonly name: string;
  readonly row: number;
}

function readFeature(feature: Feature | undefined, dense: Dense, place: Place, standard: Tensor): Tensor {
  const width = sizeOf(dense.shape);
  if (feature === undefined || feature.kind === 'none') {
    if (standard.values.length === width && standard.kind === dense.kind) return standard;
    throw new StewardError('scoring_feature_missing', { ...place, expected: typeNames[dense.kind] });
  }
  if (feature.kind !== dense.kind) {
    const [sent, expected] = [typeNames[feature.kind], typeNames[dense.kind]];
    throw new StewardError('scoring_feature_mismatch', { ...place, sent, expected });
  }
  if (feature.values.length !== width) {
    throw new StewardError('scoring_feature_count', { ...place, sent: feature.values.length, expected: width });
  }
  return toTensor(feature, [width]);
}

function toTensor(feature: Exclude<Feature, { kind: 'none' }>, shape: readonly number[]): Tensor {
  switch (feature.kind) {
    case 'float':
      return { kind: 'float', shape, values: new Float32Array(feature.values) };
    case 'int64':
      return { kind: 'int64', shape, values: BigInt64Array.from(feature.values) };
    case 'string':
      return { kind: 'string', shape, values: feature.values };
  }
}
