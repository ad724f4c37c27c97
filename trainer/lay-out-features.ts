import type { ModelInput } from './scoring-model';

/**
 * Where the raw inputs stand in the feature vector that the trees look at. Each number stands there three times:
 * missing as -Infinity (so that it goes left at every cut), missing as +Infinity (right at every cut), and the flag
 * "is missing". Each text stands there as the flag "is missing" and one flag a category; a text that is none of them
 * has only zeros.
 */
export interface FeatureLayout {
  readonly width: number;
  /** How many inputs are numbers. */
  readonly numbers: number;
  /** By position of the input. */
  readonly places: readonly FeaturePlaces[];
}

type FeaturePlaces =
  | { readonly type: 'number'; readonly missingLow: number; readonly missingHigh: number; readonly isMissing: number }
  /** Category i (from 0) stands at `isMissing` + 1 + i. */
  | { readonly type: 'text'; readonly isMissing: number };

export function layOutFeatures(inputs: readonly ModelInput[]): FeatureLayout {
  const numbers = inputs.filter(({ type }) => type === 'number').length;
  let number = 0;
  let width = 3 * numbers;
  const places = inputs.map((input): FeaturePlaces => {
    if (input.type === 'text') {
      const isMissing = width;
      width += 1 + input.categories.length;
      return { type: 'text', isMissing };
    }
    const missingLow = number;
    number += 1;
    return { type: 'number', missingLow, missingHigh: numbers + missingLow, isMissing: 2 * numbers + missingLow };
  });
  return { width, numbers, places };
}
