import type { MetricsFile, TrainingSplit } from '../domain/package/evidence';
import type { InputSpec } from '../domain/package/contract';
import type { TrainingSpec } from '../domain/ports/trainer';
import type { Table } from '../formats/csv/read-table';
import type { Outcome } from './data/read-outcome';
import { algorithm, trainerIdentity } from './identity';
import type { InputColumn } from './learn/columns';
import { countConfusion, cutOffAtKs, measureScores, type ScoredRows } from './measure-scores';
import type { TrainerParameters } from './parameters';
import { createScorer, type RawRow } from './score';
import type { ScoringModel } from './scoring-model';

export interface TrainingFacts {
  readonly table: Table;
  readonly spec: TrainingSpec;
  readonly inputs: readonly InputSpec[];
  readonly outcome: Outcome;
  readonly parameters: TrainerParameters;
  readonly split: TrainingSplit;
  readonly rounds: { readonly best: number; readonly shipped: number };
  /** Validation rows, scored by the first fit, which never learned from them. */
  readonly validation: ScoredRows;
  readonly notes: readonly string[];
}

/** Where KS gives no cut (the scores do not separate in the right direction). */
const fallbackCutOff = 0.5;
/** As many and as long as registration accepts. */
const mostNotes = 100;
const longestNote = 1_000;

/** What metrics.json says. Figures of rows that a model learned from are not given: they would only flatter it. */
export function describeTraining(facts: TrainingFacts): MetricsFile {
  const { table, spec, inputs, outcome, parameters, split, rounds, validation } = facts;
  const used = new Set([outcome.name, ...inputs.map(({ name }) => name)]);
  const ignored = table.names.filter((name) => !used.has(name));
  const cutOff = cutOffAtKs(validation) ?? fallbackCutOff;
  return {
    trainer: trainerIdentity,
    algorithm,
    outcome: { name: outcome.name, event: outcome.event },
    seed: spec.seed,
    parameters: { ...parameters },
    rounds: rounds.shipped,
    split,
    metrics: measureScores(validation, 'validation'),
    confusion: [{ dataset: 'validation', rows: validation.scores.length, ...countConfusion(validation, cutOff) }],
    notes: [
      `The figures are of a first fit with ${rounds.best} rounds, which did not learn from the validation rows but stopped by them.`,
      `The shipped model was then fitted on all ${table.rows} rows with ${rounds.shipped} rounds; no rows are left to measure it on.`,
      'The cut-off is the score at which KS is largest on the validation rows.',
      ...(ignored.length > 0 ? [`Columns that are no inputs: ${ignored.join(', ')}.`] : []),
      ...facts.notes,
    ]
      .slice(0, mostNotes)
      .map((note) => (note.length > longestNote ? `${note.slice(0, longestNote - 1)}…` : note)),
  };
}

/** Scores learning rows by the served arithmetic. */
export function scoreRows(
  model: ScoringModel,
  columns: readonly InputColumn[],
  events: Uint8Array,
  rows: Int32Array,
): ScoredRows {
  const score = createScorer(model);
  return {
    scores: Float64Array.from(rows, (row) => score(rawRow(columns, row))),
    events: Uint8Array.from(rows, (row) => events[row]!),
  };
}

function rawRow(columns: readonly InputColumn[], row: number): RawRow {
  return Object.fromEntries(
    columns.map((column): [string, string | number | null] => {
      if (column.kind === 'number') return [column.name, column.values[row]!];
      const code = column.codes[row]!;
      return [column.name, code === 0 ? null : (column.categories[code - 1] ?? unlisted(column.categories))];
    }),
  );
}

/** Some text that is none of the categories. */
function unlisted(categories: readonly string[]): string {
  return `not ${categories.join(' ')}`;
}
