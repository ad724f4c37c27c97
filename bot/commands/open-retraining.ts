import type { Database } from '../../database/database';
import { openRetraining, type RetrainingOpened } from '../../database/open-retraining';
import { drawRetrainingNumber, type NewRetraining } from '../../database/retrainings';
import { retrainingName } from '../../domain/ids';
import type { Logger } from '../../domain/logger';
import type { RetrainingEngine } from '../../domain/ports/engine';

export interface RetrainingDeskDependencies {
  readonly database: Database;
  readonly engine: Pick<RetrainingEngine, 'startRetraining'>;
  readonly logger: Logger;
}

export interface RetrainingDesk {
  /** Opens a retraining and hands it to the engine. Throws what `openRetraining` throws. */
  open(request: Omit<NewRetraining, 'number'>): Promise<RetrainingOpened>;
}

/** Where people ask for retrainings: the command and the alert's button. */
export function createRetrainingDesk(deps: RetrainingDeskDependencies): RetrainingDesk {
  return {
    async open(request) {
      const number = await drawRetrainingNumber(deps.database);
      const opened = await deps.database.transaction((tx) => openRetraining(tx, { ...request, number }));
      if (opened.outcome === 'opened') await start(deps, opened);
      return opened;
    },
  };
}

/** If the engine is away, the retraining stands, and the reconcile sweep starts it later. */
async function start(deps: RetrainingDeskDependencies, { retraining }: RetrainingOpened): Promise<void> {
  const { number, project, environment } = retraining;
  try {
    await deps.engine.startRetraining({ retraining: number, project, environment });
  } catch (error) {
    deps.logger.warn('retraining not started yet; the sweep will', { retraining: retrainingName(number), error });
  }
}
