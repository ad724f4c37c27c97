import type { Database } from '../../database/database';
import { openRetraining } from '../../database/open-retraining';
import { drawRetrainingNumber } from '../../database/retrainings';
import { type ReasonDetails, isStewardError } from '../../domain/errors';
import type { RetrainingEngine } from '../../domain/ports/engine';
import type { ReasonCode } from '../../domain/reasons';
import type { Instant } from '../../domain/release/release';

export interface AutomaticDependencies {
  readonly database: Database;
  readonly retrainings: Pick<RetrainingEngine, 'startRetraining'>;
  readonly now: () => Instant;
}

export type AutomaticAnswer =
  | { readonly opened: true; readonly retraining: number }
  /** Why not: said on the alert's card. */
  | { readonly opened: false; readonly code: ReasonCode; readonly details: ReasonDetails };

/**
 * Opens a retraining by the policy, after an alert. Whatever keeps people from it keeps Steward from it, and is the answer
 * instead of an error. Delivered again it is the same one.
 */
export async function openAutomaticRetraining(
  deps: AutomaticDependencies,
  asked: { readonly project: string; readonly environment: string; readonly alert: number },
): Promise<AutomaticAnswer> {
  const { project, environment, alert } = asked;
  try {
    const number = await drawRetrainingNumber(deps.database);
    const { retraining } = await deps.database.transaction((tx) =>
      openRetraining(tx, {
        number,
        project,
        environment,
        alert,
        requester: { kind: 'system' },
        requestedAt: deps.now(),
      }),
    );
    await deps.retrainings.startRetraining({ retraining: retraining.number, project, environment });
    return { opened: true, retraining: retraining.number };
  } catch (error) {
    if (!isStewardError(error) || error.retryable) throw error;
    return { opened: false, code: error.code, details: error.details };
  }
}
