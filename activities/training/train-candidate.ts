import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  beginRetrainingStep,
  finishRetrainingStep,
  noteProgress,
  spendAttempt,
} from '../../database/advance-retraining';
import { StewardError } from '../../domain/errors';
import { retrainingName } from '../../domain/ids';
import { trainerVariables, type TrainingProgress } from '../../domain/ports/trainer';
import type { Retraining } from '../../domain/retraining/retraining';
import { hashFile } from '../../formats/hash';
import type { RetrainingKey, TrainingDependencies } from './dependencies';
import { readTrainingSubject, type TrainingSubject } from './read-subject';
import { runTrainer } from './run-trainer';
import { takeCandidate } from './take-candidate';

/** Progress is written at most so often, in ms. */
const progressPause = 500;

/**
 * Runs the trainer on the collected dataset and keeps the package that it writes, unopened, in the store. Delivered again
 * it trains again: the same dataset, specification and trainer give the same package. Throws what `runTrainer` and
 * `takeCandidate` throw, and `dataset_missing`.
 */
export async function trainCandidate(deps: TrainingDependencies, { retraining: number }: RetrainingKey): Promise<void> {
  const { retraining, done } = await deps.database.transaction((tx) =>
    beginRetrainingStep(tx, number, 'training', deps.now()),
  );
  if (done) return;
  const subject = await readTrainingSubject(deps, retraining);
  await deps.withWorkDirectory(async (directory) => {
    const dataset = await copyDataset(deps, retraining, directory);
    await deps.database.transaction((tx) => spendAttempt(tx, number, subject.trainer.name, deps.now()));
    const output = path.join(directory, 'output');
    await train(deps, retraining, subject, { directory, dataset, output });
    const { archive, ...candidate } = await takeCandidate(output, directory);
    await deps.store.putPackage(archive, candidate.packageDigest, {
      'org.opencontainers.image.title': `${retrainingName(number)} candidate`,
    });
    await deps.database.transaction((tx) => finishRetrainingStep(tx, number, 'training', { candidate }));
  });
}

/** A copy for the trainer, which may do with it what it likes. */
async function copyDataset(deps: TrainingDependencies, { dataset }: Retraining, directory: string): Promise<string> {
  if (!dataset) throw new RangeError('nothing was collected');
  const copy = path.join(directory, 'dataset.csv');
  await copyFile(await deps.datasets.locate(dataset.digest), copy);
  const { digest } = await hashFile(copy);
  if (digest !== dataset.digest)
    throw new StewardError('store_digest_mismatch', { expected: dataset.digest, actual: digest });
  return copy;
}

async function train(
  deps: TrainingDependencies,
  retraining: Retraining,
  { trainer, policy }: TrainingSubject,
  place: { readonly directory: string; readonly dataset: string; readonly output: string },
): Promise<void> {
  const temporary = path.join(place.directory, 'tmp');
  await mkdir(temporary);
  await mkdir(place.output);
  const progress = keepProgress(deps, retraining.number);
  const log = `${retrainingName(retraining.number)}.log`;
  try {
    await runTrainer({
      words: trainer.words,
      environment: {
        ...deps.trainerEnvironment,
        TMPDIR: temporary,
        [trainerVariables.dataset]: place.dataset,
        [trainerVariables.spec]: JSON.stringify(retraining.spec),
        [trainerVariables.output]: place.output,
      },
      folder: temporary,
      deadlineMs: policy.deadlineMs,
      signal: deps.stopSignal(),
      onProgress: progress.note,
      log: { name: log, keep: (content) => deps.datasets.putLog(log, content) },
    });
  } finally {
    await progress.settled();
  }
}

/** Writes the newest progress, one write at a time; what cannot be written is followed by the next. */
function keepProgress(
  deps: TrainingDependencies,
  number: number,
): { readonly note: (progress: TrainingProgress) => void; readonly settled: () => Promise<void> } {
  let writing: Promise<void> | undefined;
  let lastAt = -Infinity;
  return {
    note: ({ progress: share, round }) => {
      const at = deps.now();
      if (writing || (Date.parse(at) - lastAt < progressPause && share < 1)) return;
      lastAt = Date.parse(at);
      writing = noteProgress(deps.database, number, { share, at, ...(round === undefined ? {} : { round }) })
        // Progress is for the eye: a database that is away for a moment is no reason to stop the trainer.
        .catch(() => undefined)
        .finally(() => {
          writing = undefined;
        });
    },
    settled: async () => writing,
  };
}
