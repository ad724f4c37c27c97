import path from 'node:path';
import {
  beginRetrainingStep,
  finishRetrainingStep,
  noteProgress,
  spendAttempt,
} from '../../database/advance-retraining';
import { noteArrival } from '../../database/package-arrivals';
import { getRetraining } from '../../database/retrainings';
import { retrainingName } from '../../domain/ids';
import type { TrainingProgress } from '../../domain/ports/trainer';
import type { Retraining } from '../../domain/retraining/retraining';
import type { RetrainingKey, TrainingDependencies } from './dependencies';
import { readTrainingSubject, type TrainingSubject } from './read-subject';
import { takeCandidate } from './take-candidate';

/** Progress is written at most so often, in ms. */
const progressPause = 500;

/**
 * Runs the trainer on the collected dataset and keeps the package that it writes, unopened, in the store. Delivered again
 * it trains again, or goes on with a trainer that runs elsewhere and with what that left: the same dataset, specification
 * and trainer give the same package. Throws what the trainer and `takeCandidate` throw, and `dataset_missing`.
 */
export async function trainCandidate(deps: TrainingDependencies, { retraining: number }: RetrainingKey): Promise<void> {
  const { retraining, done } = await deps.database.transaction((tx) =>
    beginRetrainingStep(tx, number, 'training', deps.now()),
  );
  if (done) return;
  const subject = await readTrainingSubject(deps, retraining);
  // What is missing from the start costs no attempt.
  if (retraining.dataset) await deps.datasets.locate(retraining.dataset.digest);
  await deps.withWorkDirectory(async (directory) => {
    await deps.database.transaction((tx) => spendAttempt(tx, number, subject.trainer.name, deps.now()));
    await train(deps, retraining, subject, directory).catch(unlessFinished(deps, number));
  });
}

/** Two attempts may run at once for a while, as one was taken for gone: what the other one kept is the answer of both. */
function unlessFinished({ database }: TrainingDependencies, number: number): (error: unknown) => Promise<void> {
  return async (error) => {
    const now = await getRetraining(database, number).catch(() => undefined);
    if (now?.candidate === undefined) throw error;
  };
}

async function keepCandidate(deps: TrainingDependencies, number: number, output: string, into: string): Promise<void> {
  const { archive, ...candidate } = await takeCandidate(output, into);
  await noteArrival(deps.database, candidate.packageDigest, deps.now());
  await deps.store.putPackage(archive, candidate.packageDigest, {
    'org.opencontainers.image.title': `${retrainingName(number)} candidate`,
  });
  await deps.database.transaction((tx) => finishRetrainingStep(tx, number, 'training', { candidate }));
}

async function train(
  deps: TrainingDependencies,
  { number, dataset, spec, project, environment }: Retraining,
  { trainer, policy }: TrainingSubject,
  scratch: string,
): Promise<void> {
  if (!dataset || !spec) throw new RangeError('nothing was collected');
  const progress = keepProgress(deps, number);
  const log = `${retrainingName(number)}.log`;
  const output = path.join(scratch, 'output');
  try {
    await trainer.train({
      ...{ project, environment, retraining: number, spec, scratch, output },
      dataset: dataset.digest,
      deadlineMs: policy.deadlineMs,
      signal: deps.stopSignal(),
      onProgress: progress.note,
      keep: () => keepCandidate(deps, number, output, scratch),
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
