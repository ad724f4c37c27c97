import type { Database } from '../../database/database';
import { listOpenRetrainings, type OpenRetraining } from '../../database/retrainings';
import type { RetrainingEngine } from '../../domain/ports/engine';
import type { Instant } from '../../domain/release/release';

export interface RetrainingSweepDependencies {
  readonly database: Database;
  readonly engine: RetrainingEngine;
  readonly now: () => Instant;
  readonly settle: (lost: { retraining: number; code: string; details: Record<string, never> }) => Promise<void>;
  /** Shows and tells the end of one whose workflow can no longer do it. */
  readonly show: (key: { retraining: number }) => Promise<unknown>;
  /** Told of each retraining that had to be mended, and of each that could not be. */
  readonly report: (line: { retraining: number; what: string }) => void;
}

/** One that was opened a moment ago may just be on its way into the engine. */
const graceMs = 15_000;

/**
 * Compares the open retrainings of PostgreSQL with the engine: one that never reached it is started, one whose workflow is
 * gone ends, one that is to be cancelled is told so again.
 */
export async function sweepRetrainings(deps: RetrainingSweepDependencies): Promise<void> {
  for (const open of await listOpenRetrainings(deps.database)) {
    const { number } = open.retraining;
    try {
      await reconcile(deps, open);
    } catch (error) {
      deps.report({ retraining: number, what: `not reconciled: ${String(error)}` });
    }
  }
}

async function reconcile(deps: RetrainingSweepDependencies, { retraining, seen }: OpenRetraining): Promise<void> {
  const { number, project, environment, cancelRequested, requestedAt } = retraining;
  const run = { retraining: number, project, environment };
  if (await deps.engine.isRetraining(run)) {
    if (cancelRequested) await deps.engine.wakeRetraining(run);
    return;
  }
  if (Date.parse(deps.now()) - Date.parse(requestedAt) < graceMs) return;
  if (!seen && !cancelRequested) {
    await deps.engine.startRetraining(run);
    return deps.report({ retraining: number, what: 'started: it had never reached the engine' });
  }
  await deps.settle({ retraining: number, code: 'retraining_engine_lost', details: {} });
  deps.report({ retraining: number, what: 'settled: its workflow is gone' });
  await deps.show({ retraining: number });
}
