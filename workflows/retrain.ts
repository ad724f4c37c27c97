import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  log,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { RetrainingDeskActivities, TrainingActivities } from '../activities/training';
import { followWork, ignoreCancellation } from './follow-work';
import { keepRetrainingShown } from './keep-retraining-shown';
import { wakeSignal } from './messages';
import type { RetrainInput } from './names';
import { timeOuts } from './time-outs';

const light = proxyActivities<RetrainingDeskActivities>(timeOuts.light);
const heavy = proxyActivities<TrainingActivities>(timeOuts.heavy);
const training = proxyActivities<TrainingActivities>(timeOuts.training);
const gate = proxyActivities<TrainingActivities>(timeOuts.gate);

/** At the trainer's progress. */
const glances = { firstMs: 1_000, growth: 1.2, longestMs: 60_000 } as const;

/**
 * One retraining, from its rows to a challenger or the honest answer that it is not better. PostgreSQL holds what is true;
 * this holds the order of things and what happens when a step fails. Every activity may run twice.
 */
export async function retrain(input: RetrainInput): Promise<string> {
  let news = 0;
  setHandler(wakeSignal, () => {
    news += 1;
  });
  const shown = keepRetrainingShown(input);
  const scope = new CancellationScope();
  const watch = new CancellationScope();
  const watching = watch.run(() => watchForCancel(input, scope, () => news)).catch(ignoreCancellation);
  try {
    await scope.run(() => carryOut(input, shown.change));
  } catch (error) {
    await CancellationScope.nonCancellable(() => giveUp(input, error));
  }
  return CancellationScope.nonCancellable(async () => {
    watch.cancel();
    await watching;
    await shown.finish();
    return (await light.glanceRetraining(input)).state;
  });
}

async function carryOut(input: RetrainInput, changed: () => void): Promise<void> {
  await heavy.collectDataset(input);
  changed();
  await followWork(glances, () => training.trainCandidate(input), changed);
  changed();
  await gate.checkCandidate(input);
  changed();
  await gate.compareCandidate(input);
  changed();
  const { state } = await light.glanceRetraining(input);
  if (state === 'registering') await heavy.registerCandidate(input);
  changed();
}

/** Cancels the scope when somebody asked for that in PostgreSQL. */
async function watchForCancel(input: RetrainInput, scope: CancellationScope, news: () => number): Promise<void> {
  for (;;) {
    const heard = news();
    if ((await light.glanceRetraining(input)).cancelRequested) return scope.cancel();
    await condition(() => news() > heard);
  }
}

/** Ends the retraining in PostgreSQL; goes on trying, as nothing else may end it. */
async function giveUp(input: RetrainInput, error: unknown): Promise<void> {
  const reason = reasonOf(error);
  log.info('retraining gives up', { ...input, code: reason.code });
  await light.settleRetraining({ ...input, ...reason });
}

function reasonOf(error: unknown): { code: string; details: Record<string, string | number | boolean> } {
  if (isCancellation(error)) return { code: 'retraining_engine_lost', details: {} };
  const failure = error instanceof ActivityFailure ? error.cause : error;
  if (!(failure instanceof ApplicationFailure)) return { code: 'retraining_stuck', details: { what: String(failure) } };
  const [details] = (failure.details ?? []) as [Record<string, string | number | boolean>?];
  return { code: failure.type ?? 'internal', details: details ?? { what: failure.message } };
}
