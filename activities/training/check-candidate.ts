import { beginRetrainingStep, finishRetrainingStep } from '../../database/advance-retraining';
import { StewardError } from '../../domain/errors';
import { diffContracts } from '../../domain/package/diff-contract';
import type { RetrainingKey, TrainingDependencies } from './dependencies';
import { openCandidate, type OpenedCandidate } from './open-candidate';
import { readTrainingSubject } from './read-subject';
import { scoringPlace, type ScoringPlace } from './scoring-place';

/**
 * Reads the candidate as hostile cargo, compares its contract with what serves, and scores its own golden rows. Throws
 * `candidate_refused`, `candidate_breaks_contract`, `candidate_golden_differs`, and what scoring throws.
 */
export async function checkCandidate(deps: TrainingDependencies, { retraining: number }: RetrainingKey): Promise<void> {
  const { retraining, done } = await deps.database.transaction((tx) =>
    beginRetrainingStep(tx, number, 'checking', deps.now()),
  );
  if (done) return;
  const { file, serving } = await readTrainingSubject(deps, retraining);
  await deps.withWorkDirectory(async (directory) => {
    const candidate = await openCandidate(deps, retraining, file, directory);
    const { breaking } = diffContracts(serving.manifest, candidate.manifest);
    if (breaking.length > 0)
      throw new StewardError('candidate_breaks_contract', {
        version: serving.label,
        differences: breaking.slice(0, 20).join(' '),
      });
    await checkGolden(deps, scoringPlace(retraining, file), candidate);
  });
  await deps.database.transaction((tx) => finishRetrainingStep(tx, number, 'checking', {}));
}

async function checkGolden(
  deps: TrainingDependencies,
  place: ScoringPlace,
  { archive, manifest }: OpenedCandidate,
): Promise<void> {
  const { goldenRows, goldenTolerance } = manifest;
  if (goldenRows.length === 0) return;
  const scores = await deps.scoring.score({
    ...{ ...place, archive, manifest, model: 'candidate', count: goldenRows.length },
    rows: () => goldenRows,
    signal: deps.stopSignal(),
  });
  const differs = (index: number): boolean =>
    !(Math.abs((goldenRows[index]?.score ?? Number.NaN) - (scores[index] ?? Number.NaN)) <= goldenTolerance);
  const wrong = [...goldenRows.keys()].filter(differs);
  const [first] = wrong;
  if (first === undefined) return;
  throw new StewardError('candidate_golden_differs', {
    row: first + 1,
    got: scores[first] ?? 'nothing',
    expected: goldenRows[first]?.score ?? 'nothing',
    count: wrong.length,
    rows: goldenRows.length,
  });
}
