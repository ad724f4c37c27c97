import { StewardError } from '../domain/errors';

export interface TrainerParameters {
  /** Most boosting rounds of the first fit. */
  readonly rounds: number;
  /** Rounds without a better validation loss before the first fit stops. */
  readonly patience: number;
  /** The refit on all rows makes this many times the rounds that were best on the validation rows. */
  readonly refitFactor: number;
  /** Share of each tree's Newton step that is taken. */
  readonly shrinkage: number;
  /** Splits between root and leaf, at most. */
  readonly depth: number;
  /** Fewest rows in a leaf. */
  readonly leafRows: number;
  /** L2 regularisation of leaf values: added to the sum of hessians. */
  readonly ridge: number;
  /** Bins a number column is cut into, at most; missing values have one more. */
  readonly bins: number;
  /** Share of the training rows that each tree sees. */
  readonly rowShare: number;
}

/**
 * Chosen by five-fold cross-validation on the training file of HMEQ (bench/trainer-cv.ts), with an eye on size and
 * speed: half the shrinkage gains a quarter of a KS point and doubles the trees to walk for each score.
 */
export const defaultParameters: TrainerParameters = {
  rounds: 400,
  patience: 30,
  refitFactor: 1.5,
  shrinkage: 0.15,
  depth: 6,
  leafRows: 10,
  ridge: 1,
  bins: 64,
  rowShare: 0.8,
};

interface Range {
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

/** rounds × refitFactor × 2^depth bounds the size of the model: 2,000 trees of depth 8 are 6 MB. */
const parameterRanges: Readonly<Record<keyof TrainerParameters, Range>> = {
  rounds: { low: 1, high: 1_000, whole: true },
  patience: { low: 1, high: 1_000, whole: true },
  refitFactor: { low: 1, high: 2, whole: false },
  shrinkage: { low: 0.001, high: 1, whole: false },
  depth: { low: 1, high: 8, whole: true },
  leafRows: { low: 1, high: 100_000, whole: true },
  ridge: { low: 0.01, high: 1_000, whole: false },
  bins: { low: 2, high: 254, whole: true },
  rowShare: { low: 0.1, high: 1, whole: false },
};

/** The defaults with what was asked for in their place; throws training_spec_invalid for unknown names and bad values. */
export function chooseParameters(asked: Readonly<Record<string, number>> = {}): TrainerParameters {
  for (const [name, value] of Object.entries(asked)) {
    if (!isParameterName(name))
      throw new StewardError('training_spec_invalid', {
        why: `there is no parameter ${name}; there are ${Object.keys(parameterRanges).join(', ')}`,
      });
    const { low, high, whole } = parameterRanges[name];
    if (!(value >= low && value <= high) || (whole && !Number.isInteger(value)))
      throw new StewardError('training_spec_invalid', {
        why: `the parameter ${name} must be a ${whole ? 'whole ' : ''}number from ${low} to ${high}`,
      });
  }
  return { ...defaultParameters, ...asked };
}

function isParameterName(name: string): name is keyof TrainerParameters {
  return Object.hasOwn(parameterRanges, name);
}
