import type { Connection } from '@temporalio/client';
import type { Database } from '../../database/database';
import { startHealthServer } from '../health/health-server';
import { createActivityInterceptors } from '../temporal/activity-interceptor';
import { startWorker, type WorkerParts } from '../temporal/run-worker';
import { databaseCheck, temporalCheck } from './checks';
import type { ProcessStart } from './read-process';
import type { RunningProcess } from './run-process';

export interface PollingParts extends Omit<WorkerParts, 'interceptors'> {
  readonly start: Pick<ProcessStart<'builder'>, 'logger' | 'redactor'>;
  readonly database: Database;
  readonly connection: Connection;
  /** Where `/healthz` and `/readyz` are answered. */
  readonly health: { readonly host: string; readonly port: number };
}

/** A process that polls a task queue: worker, health answers, and its end in order. */
export async function pollWork(parts: PollingParts): Promise<RunningProcess> {
  const { start, database, connection, health: address, ...work } = parts;
  const { logger, redactor } = start;
  const interceptors = createActivityInterceptors({ logger, redact: redactor.text });
  const worker = await startWorker({ ...work, interceptors });
  const health = await startHealthServer({
    ...address,
    checks: { postgres: databaseCheck(database), temporal: temporalCheck(connection, work.temporal.namespace) },
    redact: redactor.text,
  });
  return {
    logger,
    ended: worker.ended,
    stop: async () => {
      health.startStopping();
      await worker.stop();
      await Promise.all([database.close(), connection.close(), health.close()]);
    },
  };
}
