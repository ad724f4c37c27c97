import type { TrainingProgress } from '../domain/ports/trainer';
import { separation } from '../domain/statistics/ks';
import { binColumns } from './learn/bin-columns';
import { boost, type BoostInput, type Boosted } from './learn/boost';
import type { BinnedColumn, InputColumn } from './learn/columns';
import type { TrainerParameters } from './parameters';

export interface FitInput {
  readonly columns: readonly InputColumn[];
  readonly events: Uint8Array;
  readonly training: Int32Array;
  readonly validation: Int32Array;
  readonly parameters: TrainerParameters;
  readonly seed: number;
  readonly onProgress: (progress: TrainingProgress) => void;
}

export interface Fit extends Boosted {
  readonly columns: readonly BinnedColumn[];
}

/** Rounds between two lines of progress. */
const reportEvery = 20;
/** Share of the progress that the first fit has; the rest is the refit's. */
const firstShare = 0.5;

/**
 * Fits twice: on the training rows until the validation loss stops falling, then on all rows with the rounds that were
 * best, times `refitFactor` (more rows bear more rounds). `first` can be measured on the validation rows, `final` is
 * the model. `final` is undefined when no round lowered the validation loss: the inputs tell nothing.
 */
export function fitModel(input: FitInput): { readonly first: Fit; readonly final: Fit | undefined } {
  const { parameters, training, validation, events, onProgress } = input;
  const first = fit(input, training, validation, parameters.rounds, (round, logits, logLoss) => {
    if (round % reportEvery !== 0 || logLoss === undefined) return;
    const { ks } = separation(
      Float64Array.from(validation, (row) => logits[row]!),
      Uint8Array.from(validation, (row) => events[row]!),
    );
    const progress = (firstShare * round) / parameters.rounds;
    onProgress({ progress, round, validation: { ...(ks === undefined ? {} : { ks }), logLoss } });
  });
  if (first.trees.length === 0) return { first, final: undefined };

  const rounds = Math.round(first.trees.length * parameters.refitFactor);
  const everyRow = Int32Array.from(events, (_, row) => row);
  const final = fit(input, everyRow, new Int32Array(0), rounds, (round) => {
    if (round % reportEvery === 0) onProgress({ progress: firstShare + ((1 - firstShare) * round) / rounds, round });
  });
  return { first, final };
}

function fit(
  { columns, events, parameters, seed }: FitInput,
  training: Int32Array,
  validation: Int32Array,
  rounds: number,
  onRound: BoostInput['onRound'],
): Fit {
  const binned = binColumns(columns, training, parameters.bins);
  const rules = { ...parameters, rounds, seed };
  return { columns: binned, ...boost({ columns: binned, events, training, validation, rules, onRound }) };
}
