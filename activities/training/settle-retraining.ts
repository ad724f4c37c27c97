import { failRetraining } from '../../database/advance-retraining';
import { retrainingName } from '../../domain/ids';
import { isReasonCode } from '../../domain/reasons';
import type { TrainingDependencies } from './dependencies';

export interface RetrainingFailure {
  readonly retraining: number;
  readonly code: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** Ends a retraining that cannot go on; nothing outside was changed by it, so there is nothing to take back. */
export async function settleRetraining(
  deps: Pick<TrainingDependencies, 'database' | 'now'>,
  failure: RetrainingFailure,
): Promise<void> {
  const code = isReasonCode(failure.code) ? failure.code : 'internal';
  const name = retrainingName(failure.retraining);
  const details = { retraining: name, request: name, ...failure.details };
  await deps.database.transaction((tx) => failRetraining(tx, failure.retraining, { code, details }, deps.now()));
}
