import { cancelRetraining } from '../../database/advance-retraining';
import type { Database } from '../../database/database';
import { openRetraining } from '../../database/open-retraining';
import { drawRetrainingNumber } from '../../database/retrainings';
import { retrainingName } from '../../domain/ids';
import type { Logger } from '../../domain/logger';
import type { RetrainingEngine } from '../../domain/ports/engine';
import type { RetrainingDesk } from '../../domain/ports/retraining-desk';
import type { Retraining } from '../../domain/retraining/retraining';

export interface RetrainingDeskDependencies {
  readonly database: Database;
  readonly engine: Pick<RetrainingEngine, 'startRetraining' | 'wakeRetraining'>;
  readonly logger: Logger;
}

/** Where people ask for retrainings, and take them back: the commands and the buttons. */
export function createRetrainingDesk({ database, engine, logger }: RetrainingDeskDependencies): RetrainingDesk {
  /** If the engine is away, what was written stands, and the reconcile sweep has it noticed later. */
  async function tell(retraining: Retraining, work: (run: RunOf) => Promise<void>): Promise<void> {
    try {
      await work(runOf(retraining));
    } catch (error) {
      logger.warn('a retraining is seen to later, by the sweep', {
        retraining: retrainingName(retraining.number),
        error,
      });
    }
  }
  return {
    async open(request) {
      const number = await drawRetrainingNumber(database);
      const opened = await database.transaction((tx) => openRetraining(tx, { ...request, number }));
      if (opened.outcome === 'opened') await tell(opened.retraining, (run) => engine.startRetraining(run));
      return { retraining: opened.retraining.number, outcome: opened.outcome };
    },
    async cancel(number, by, at, reason) {
      const retraining = await database.transaction((tx) => cancelRetraining(tx, number, by, at, reason));
      await tell(retraining, (run) => engine.wakeRetraining(run));
    },
  };
}

type RunOf = ReturnType<typeof runOf>;

function runOf({ number, project, environment }: Retraining) {
  return { retraining: number, project, environment };
}
