import type { InputSpec } from '../domain/package/contract';
import type { MetricsFile } from '../domain/package/evidence';
import type { TrainingProgress, TrainingSpec } from '../domain/ports/trainer';
import { StewardError } from '../domain/errors';
import type { Table } from '../formats/csv/read-table';
import { deduceInputs } from './data/deduce-inputs';
import { readInputs } from './data/read-inputs';
import { readOutcome, type Outcome } from './data/read-outcome';
import { splitRows } from './data/split-rows';
import { fitModel, type Fit } from './fit-model';
import { layOutFeatures } from './lay-out-features';
import type { InputColumn } from './learn/columns';
import { makeGoldenRows } from './make-golden-rows';
import { packTrees } from './pack-trees';
import { writePackage } from './package/write-package';
import { chooseParameters } from './parameters';
import { describeTraining, scoreRows } from './describe-training';
import type { ModelInput, ScoringModel } from './scoring-model';

export interface Trained {
  /** The zip's bytes. */
  readonly package: Buffer;
  readonly metrics: MetricsFile;
  readonly model: ScoringModel;
}

/**
 * Trains a model of the event's probability and packs it. The same table, specification and trainer version give the
 * same bytes. Throws csv_… , data_not_fit or outcome_not_two when the data is not fit, training_spec_invalid when the
 * specification is not.
 */
export function trainModel(
  table: Table,
  spec: TrainingSpec,
  onProgress: (progress: TrainingProgress) => void = () => undefined,
): Trained {
  const parameters = chooseParameters(spec.parameters);
  const outcome = readOutcome(table, spec.contract.outcome);
  const inputs = chooseInputs(table, spec);
  const { columns, notes } = readInputs(table, inputs);
  const split = splitRows(
    table,
    spec,
    inputs.map(({ name }) => name),
    outcome,
  );

  const fits = fitModel({ columns, events: outcome.events, ...split, parameters, seed: spec.seed, onProgress });
  if (!fits.final)
    throw new StewardError('data_not_fit', {
      why: `no input helps to tell rows with ${outcome.name} = ${outcome.event} from the others`,
    });
  const model = buildModel(fits.final, columns, outcome);
  const metrics = describeTraining({
    table,
    spec,
    inputs,
    outcome,
    parameters,
    split: split.said,
    rounds: { best: fits.first.trees.length, shipped: fits.final.trees.length },
    validation: scoreRows(buildModel(fits.first, columns, outcome), columns, outcome.events, split.validation),
    notes,
  });
  const golden = makeGoldenRows(model, columns, spec.seed);
  const bytes = writePackage({ model, metrics, golden, name: spec.name });
  onProgress({ progress: 1 });
  return { package: bytes, metrics, model };
}

function chooseInputs(table: Table, spec: TrainingSpec): readonly InputSpec[] {
  const { timeColumn, referenceColumn } = spec.split ?? {};
  const apart = [spec.contract.outcome.name, timeColumn, referenceColumn].filter((name) => name !== undefined);
  const inputs = spec.contract.inputs ?? deduceInputs(table, apart);
  if (inputs.length === 0) throw new StewardError('data_not_fit', { why: 'there is no column besides the outcome' });
  return inputs;
}

function buildModel(fit: Fit, columns: readonly InputColumn[], outcome: Outcome): ScoringModel {
  const inputs = columns.map((column): ModelInput =>
    column.kind === 'number'
      ? { name: column.name, type: 'number' }
      : { name: column.name, type: 'text', categories: column.categories },
  );
  return {
    inputs,
    outcome: { name: outcome.name, event: outcome.event, other: outcome.other },
    forest: packTrees(fit.trees, fit.base, fit.columns, layOutFeatures(inputs)),
  };
}
