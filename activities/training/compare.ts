import path from 'node:path';
import { beginRetrainingStep, endRetraining, finishRetrainingStep } from '../../database/advance-retraining';
import { findRetrainingOf } from '../../database/retrainings';
import { findServing } from '../../database/servings';
import { countWindowRows, findClosedWindow } from '../../database/training-rows';
import { settleOutcomes } from '../../database/outcomes';
import type { Version } from '../../database/versions';
import { isStewardError, StewardError } from '../../domain/errors';
import { judgeGate } from '../../domain/retraining/judge-gate';
import type { Comparison, GateFigures, Retraining } from '../../domain/retraining/retraining';
import { separation } from '../../domain/statistics/ks';
import { ksInterval } from '../../domain/statistics/ks-interval';
import { pairedDifference } from '../../domain/statistics/paired-bootstrap';
import { countOverlap } from './count-overlap';
import type { RetrainingKey, TrainingDependencies } from './dependencies';
import { openCandidate, type OpenedCandidate } from './open-candidate';
import { type GateRows, readGateRows, scoreGateRows } from './read-gate-rows';
import { readTrainingSubject, type TrainingSubject } from './read-subject';
import { scoringPlace, type ScoringPlace } from './scoring-place';

/** Another version may come to serve while the comparison runs; then it is done again, with that one. */
const mostComparisons = 3;

/**
 * The gate: the candidate and the version that serves, on identical rows. Not better ends the retraining; better goes on
 * to registering. Throws `champion_moved` when what serves changes again and again meanwhile, `gate_rows_changed`,
 * `candidate_refused`, and what scoring throws.
 */
export async function compareCandidate(
  deps: TrainingDependencies,
  { retraining: number }: RetrainingKey,
): Promise<void> {
  const { retraining, done } = await deps.database.transaction((tx) =>
    beginRetrainingStep(tx, number, 'comparing', deps.now()),
  );
  if (done) return;
  for (let comparisons = 0; comparisons < mostComparisons; comparisons += 1) {
    const subject = await readTrainingSubject(deps, retraining);
    const comparison = await deps.withWorkDirectory((directory) => compareIn(deps, retraining, subject, directory));
    if (await conclude(deps, retraining, comparison, subject.serving)) return;
  }
  throw new StewardError('champion_moved', { environment: retraining.environment });
}

/** Writes the answer, unless another version serves by now. */
async function conclude(
  deps: TrainingDependencies,
  { number, project, environment }: Retraining,
  comparison: Comparison,
  champion: Version,
): Promise<boolean> {
  return deps.database.transaction(async (tx) => {
    const serving = await findServing(tx, project, environment);
    if (serving?.packageDigest !== champion.manifest.packageDigest) return false;
    if (comparison.better) await finishRetrainingStep(tx, number, 'comparing', { comparison });
    else {
      const end = { state: 'not_better', ending: comparison.why, at: deps.now(), change: { comparison } } as const;
      await endRetraining(tx, number, end);
    }
    return true;
  });
}

async function compareIn(
  deps: TrainingDependencies,
  retraining: Retraining,
  subject: TrainingSubject,
  directory: string,
): Promise<Comparison> {
  const { policy, serving, minimumEvents } = subject;
  const window = await readWindow(deps, retraining);
  const candidate = await openCandidate(deps, retraining, subject.file, directory);
  const asOf = await settleOutcomes(deps.database, retraining.project, deps.now);
  const query = { ...retraining, windows: [window.number], asOf };
  const { inputs } = candidate.manifest.contract;
  const rows = await readGateRows(deps, query, inputs, path.join(directory, 'gate.jsonl'));
  const scored = window.version !== serving.label;
  const place = scoringPlace(retraining, subject.file);
  const champion = scored ? await scoreChampion(deps, place, serving, rows, directory) : rows.recorded;
  const scores = await scoreGateRows(deps, rows, { ...place, ...candidate, model: 'candidate' });
  const ofChampion = measure(champion, rows.events, scored ? 'scored' : 'recorded');
  const ofCandidate = measure(scores, rows.events, 'scored');
  const seed = retraining.spec?.seed ?? policy.seed;
  const paired = pairedDifference({ champion, candidate: scores, events: rows.events, seed });
  const events = rows.events.reduce((sum, event) => sum + event, 0);
  const interval = paired && { low: paired.low, high: paired.high };
  const { better, code, details } = judgeGate({
    champion: serving.label,
    candidateDirection: ofCandidate.direction,
    events,
    nonEvents: rows.events.length - events,
    margin: policy.margin,
    minimumEvents,
    ...(ofChampion.ks === undefined ? {} : { championKs: ofChampion.ks }),
    ...(ofCandidate.ks === undefined ? {} : { candidateKs: ofCandidate.ks }),
    ...(paired && interval ? { difference: paired.difference, interval } : {}),
  });
  return {
    window: window.number,
    rowHash: window.rowHash,
    asOf,
    rows: rows.events.length,
    events,
    champion: { version: serving.label, ...ofChampion },
    candidate: ofCandidate,
    ...(paired && interval ? { difference: paired.difference, interval } : {}),
    margin: policy.margin,
    overlap: await findOverlap(deps, retraining, serving, candidate, rows),
    better,
    why: { code, details },
  };
}

async function readWindow(deps: TrainingDependencies, retraining: Retraining) {
  const { gateWindow = 0, environment } = retraining;
  const window = await findClosedWindow(deps.database, retraining, gateWindow);
  if (!window) throw new StewardError('gate_rows_changed', { window: gateWindow, environment });
  if ((await countWindowRows(deps.database, retraining, gateWindow)) !== window.rows)
    throw new StewardError('gate_rows_changed', { window: gateWindow, environment });
  return window;
}

/** Production's own scores count where they are this version's; else it scores the same rows as the candidate does. */
async function scoreChampion(
  deps: TrainingDependencies,
  place: ScoringPlace,
  { label, manifest }: Version,
  rows: GateRows,
  directory: string,
): Promise<Float64Array> {
  const archive = path.join(directory, 'champion.zip');
  await deps.registry.fetchPackage(place.project, label, archive);
  return scoreGateRows(deps, rows, { ...place, archive, manifest, model: 'champion', version: label });
}

function measure(scores: Float64Array, events: Uint8Array, how: GateFigures['scores']): GateFigures {
  const found = separation(scores, events);
  const interval = ksInterval(scores, events, found);
  return {
    direction: found.direction,
    scores: how,
    ...(found.ks === undefined ? {} : { ks: found.ks }),
    ...(found.auc === undefined ? {} : { auc: found.auc }),
    ...(interval === undefined ? {} : { interval }),
  };
}

/** Gate rows that a model may have learnt from, by their inputs: applicants may have come back. */
async function findOverlap(
  deps: TrainingDependencies,
  { project, dataset }: Retraining,
  champion: Version,
  { manifest }: OpenedCandidate,
  rows: GateRows,
): Promise<Comparison['overlap']> {
  if (!dataset) throw new RangeError('nothing was collected');
  const names = manifest.contract.inputs.map(({ name }) => name);
  const own = await countOverlap(await deps.datasets.locate(dataset.digest), names, rows.keys);
  const before = (await findRetrainingOf(deps.database, project, champion.label))?.dataset;
  const file = before && (await locateIfKept(deps, before.digest));
  return { candidate: own, ...(file ? { champion: await countOverlap(file, names, rows.keys) } : {}) };
}

/** Datasets are removed after their retention. */
async function locateIfKept(
  deps: TrainingDependencies,
  digest: Parameters<TrainingDependencies['datasets']['locate']>[0],
): Promise<string | undefined> {
  try {
    return await deps.datasets.locate(digest);
  } catch (error) {
    if (isStewardError(error) && error.code === 'dataset_missing') return undefined;
    throw error;
  }
}
