import { getRetraining } from '../../database/retrainings';
import type { RetrainingState } from '../../domain/retraining/retraining';
import { checkCandidate } from './check-candidate';
import { collectDataset } from './collect-dataset';
import { compareCandidate } from './compare';
import type { RetrainingKey, TrainingDependencies } from './dependencies';
import { type AutomaticDependencies, openAutomaticRetraining } from './open-automatic';
import { registerCandidate } from './register-candidate';
import { type RetrainingFailure, settleRetraining } from './settle-retraining';
import { trainCandidate } from './train-candidate';

export type { TrainingDependencies } from './dependencies';

/** What a workflow needs to know of its retraining to go on. */
export interface RetrainingGlance {
  readonly state: RetrainingState;
  readonly cancelRequested: boolean;
}

/** The heavy steps, for the builder. */
export function createTrainingActivities(deps: TrainingDependencies) {
  return {
    collectDataset: (key: RetrainingKey) => collectDataset(deps, key),
    trainCandidate: (key: RetrainingKey) => trainCandidate(deps, key),
    checkCandidate: (key: RetrainingKey) => checkCandidate(deps, key),
    compareCandidate: (key: RetrainingKey) => compareCandidate(deps, key),
    registerCandidate: (key: RetrainingKey) => registerCandidate(deps, key),
  };
}

export type TrainingActivities = ReturnType<typeof createTrainingActivities>;

/** The light ones, for the worker. */
export function createRetrainingDeskActivities(deps: AutomaticDependencies) {
  return {
    openAutomaticRetraining: (asked: Parameters<typeof openAutomaticRetraining>[1]) =>
      openAutomaticRetraining(deps, asked),
    glanceRetraining: async ({ retraining }: RetrainingKey): Promise<RetrainingGlance> => {
      const { state, cancelRequested } = await getRetraining(deps.database, retraining);
      return { state, cancelRequested: cancelRequested !== undefined };
    },
    settleRetraining: (failure: RetrainingFailure) => settleRetraining(deps, failure),
  };
}

export type RetrainingDeskActivities = ReturnType<typeof createRetrainingDeskActivities>;
