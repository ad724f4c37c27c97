import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { beginRetrainingStep, finishRetrainingStep } from '../../database/advance-retraining';
import { findSameRecipe } from '../../database/retrainings';
import { settleOutcomes } from '../../database/outcomes';
import { countKnownRows, listClosedWindows, readKnownRows, type RowQuery } from '../../database/training-rows';
import type { Json } from '../../domain/canonical-json';
import type { Digest } from '../../domain/digest';
import { StewardError } from '../../domain/errors';
import { retrainingName } from '../../domain/ids';
import type { Instant } from '../../domain/release/release';
import type { Retraining, TrainingDataset } from '../../domain/retraining/retraining';
import { hashJson } from '../../formats/hash';
import { chooseColumns, type DatasetColumns, headerLine, rowLine, specFor } from './dataset-columns';
import type { RetrainingKey, TrainingDependencies } from './dependencies';
import { readTrainingSubject, type TrainingSubject } from './read-subject';

/** Newer windows are looked at first; one of these has enough outcomes, or people have to look. */
const mostGateWindows = 20;

/**
 * Collects what the candidate will learn from: the rows of the newest windows before the gate's, as one file by digest in
 * the place of datasets. Throws `retraining_gate_window_missing`, `retraining_rows_too_few`, `retraining_same_data`.
 */
export async function collectDataset(deps: TrainingDependencies, { retraining: number }: RetrainingKey): Promise<void> {
  const { retraining, done } = await deps.database.transaction((tx) =>
    beginRetrainingStep(tx, number, 'collecting', deps.now()),
  );
  if (done) return;
  const subject = await readTrainingSubject(deps, retraining);
  const asOf = await settleOutcomes(deps.database, retraining.project, deps.now);
  const gate = await chooseGateWindow(deps, subject, retraining, asOf);
  const learnt = await listClosedWindows(deps.database, retraining, { before: gate, limit: subject.policy.windows });
  const windows = learnt.map((window) => window.number).sort((one, other) => one - other);
  const columns = chooseColumns(subject.serving.manifest.contract);
  const { project, environment } = retraining;
  const dataset = await keepDataset(deps, { project, environment, windows, asOf }, columns);
  const nonEvents = dataset.rows - dataset.events;
  const { minimumEvents: minimum } = subject;
  if (dataset.events < minimum || nonEvents < minimum)
    throw new StewardError('retraining_rows_too_few', {
      windows: windows.length,
      gate,
      events: dataset.events,
      nonEvents,
      minimum,
    });
  const spec = specFor(columns, { project, ...subject.policy });
  const recipe = hashJson({
    dataset: dataset.digest,
    spec: hashJson(spec as unknown as Json),
    trainer: subject.trainer.name,
  });
  await deps.database.transaction(async (tx) => {
    const earlier = await findSameRecipe(tx, retraining, recipe);
    if (earlier !== undefined) throw new StewardError('retraining_same_data', { earlier: retrainingName(earlier) });
    await finishRetrainingStep(tx, number, 'collecting', { gate_window: gate, dataset, spec, recipe });
  });
}

/** The window with the newest rows that has enough outcomes to compare on, and windows before it. */
async function chooseGateWindow(
  deps: TrainingDependencies,
  { minimumEvents: minimum }: TrainingSubject,
  { project, environment }: Retraining,
  asOf: Instant,
): Promise<number> {
  const newest = await listClosedWindows(deps.database, { project, environment }, { limit: mostGateWindows + 1 });
  // The oldest of them has none before it.
  for (const { number } of newest.slice(0, -1)) {
    const query = { project, environment, windows: [number], asOf };
    const { events, nonEvents } = await countKnownRows(deps.database, query, true);
    if (events >= minimum && nonEvents >= minimum) return number;
  }
  throw new StewardError('retraining_gate_window_missing', { environment, minimum });
}

/** Writes the rows as canonical CSV and moves the file to where datasets are kept. */
async function keepDataset(
  deps: TrainingDependencies,
  query: RowQuery,
  columns: DatasetColumns,
): Promise<TrainingDataset> {
  return deps.withWorkDirectory(async (directory) => {
    const file = path.join(directory, 'dataset.csv');
    const dataset = await writeDataset(deps, file, query, columns);
    await deps.datasets.put(file, dataset.digest);
    return dataset;
  });
}

async function writeDataset(
  deps: TrainingDependencies,
  file: string,
  query: RowQuery,
  columns: DatasetColumns,
): Promise<TrainingDataset> {
  const hash = createHash('sha256');
  const counts = { rows: 0, events: 0 };
  const times: { from?: Instant; to?: Instant } = {};
  const handle = await open(file, 'wx', 0o600);
  const write = async (text: string): Promise<void> => {
    hash.update(text);
    await handle.appendFile(text);
  };
  try {
    await write(headerLine(columns));
    await readKnownRows(deps.database, query, async (rows) => {
      const lines: string[] = [];
      for (const row of rows) {
        const line = rowLine(columns, row);
        if (line === undefined) continue;
        lines.push(line);
        counts.rows += 1;
        if (row.event) counts.events += 1;
        if (times.from === undefined || row.scoredAt < times.from) times.from = row.scoredAt;
        if (times.to === undefined || row.scoredAt > times.to) times.to = row.scoredAt;
      }
      await write(lines.join(''));
    });
    await handle.sync();
  } finally {
    await handle.close();
  }
  const digest: Digest = `sha256:${hash.digest('hex')}`;
  const { windows, asOf } = query;
  return { digest, ...counts, windows, from: times.from ?? asOf, to: times.to ?? asOf, asOf };
}
