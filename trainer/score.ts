import { layOutFeatures, type FeatureLayout } from './lay-out-features';
import type { ScoringModel } from './scoring-model';

/** Raw inputs by name. Absent, null, NaN and '' are all missing; names that the model does not know are ignored. */
export type RawRow = Readonly<Record<string, number | string | null | undefined>>;

/**
 * The event's probability as the served graph computes it, in 32-bit floats; only the order of the last additions may
 * differ there (agreement within 1e-5). Throws a TypeError for a text in a number input or a number in a text input.
 */
export function createScorer(model: ScoringModel): (row: RawRow) => number {
  const layout = layOutFeatures(model.inputs);
  const features = new Float32Array(layout.width);
  return (row) => {
    encodeRow(model, layout, row, features);
    return sigmoid(sumLeaves(model, features));
  };
}

function encodeRow(model: ScoringModel, layout: FeatureLayout, row: RawRow, features: Float32Array): void {
  features.fill(0);
  model.inputs.forEach((input, index) => {
    const place = layout.places[index]!;
    const value = row[input.name] ?? (place.type === 'text' ? '' : Number.NaN);
    if (place.type === 'number') {
      if (typeof value === 'string' && value !== '') throw new TypeError(`${input.name} must be a number`);
      const missing = value === '' || Number.isNaN(value);
      features[place.missingLow] = missing ? -Infinity : Number(value);
      features[place.missingHigh] = missing ? Infinity : Number(value);
      features[place.isMissing] = missing ? 1 : 0;
    } else if (input.type === 'text') {
      if (typeof value === 'number' && !Number.isNaN(value)) throw new TypeError(`${input.name} must be a text`);
      const missing = value === '' || typeof value === 'number';
      const code = missing ? 0 : 1 + input.categories.indexOf(value);
      if (missing || code > 0) features[place.isMissing + code] = 1;
    }
  });
}

function sumLeaves({ forest }: ScoringModel, features: Float32Array): number {
  let sum = 0;
  for (let tree = 0; tree < forest.trees; tree += 1) {
    let node = tree;
    for (const level of forest.levels)
      node = 2 * node + (features[level.features[node]!]! > level.thresholds[node]! ? 1 : 0);
    sum = Math.fround(sum + forest.leaves[node]!);
  }
  return Math.fround(sum + forest.base);
}

function sigmoid(logit: number): number {
  return Math.fround(1 / (1 + Math.exp(-logit)));
}
