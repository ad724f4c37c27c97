import { createRegistryActivities } from '../../activities/registry';
import { createReleaseActivities } from '../../activities/release';
import { connectDatabase } from '../../database/database';
import { taskQueues } from '../../domain/task-queues';
import { connectClient } from '../../workflows/client/connect-client';
import { startHealthServer } from '../health/health-server';
import { createActivityInterceptors } from '../temporal/activity-interceptor';
import { installRuntime, startWorker } from '../temporal/run-worker';
import { databaseCheck, temporalCheck, temporalSettings } from '../wiring/checks';
import { createDependencies } from '../wiring/create-dependencies';
import { readProcess } from '../wiring/read-process';
import { runProcess, type RunningProcess } from '../wiring/run-process';

/** Fetching, building and pushing fill disks and processors: few at a time. */
const slots = 2;

/** The `builder` process: the heavy steps of releases, and registrations. */
async function start(): Promise<RunningProcess> {
  const { settings, logger, redactor } = readProcess('builder', process.env);
  installRuntime(logger);
  const database = connectDatabase({ url: settings.STEWARD_DATABASE_URL, name: 'steward builder' });
  const temporal = temporalSettings(settings);
  const { connection } = connectClient(temporal);
  const dependencies = createDependencies(settings, database);
  const worker = await startWorker({
    temporal,
    taskQueue: taskQueues.build,
    activities: { ...createReleaseActivities(dependencies), ...createRegistryActivities(dependencies) },
    interceptors: createActivityInterceptors({ logger, redact: redactor.text }),
    slots,
  });
  const health = await startHealthServer({
    port: settings.STEWARD_HEALTH_PORT,
    checks: { postgres: databaseCheck(database), temporal: temporalCheck(connection, temporal.namespace) },
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

void runProcess(start);
