import { createRegistryActivities } from '../../activities/registry';
import { createReleaseActivities } from '../../activities/release';
import { createTrainingActivities } from '../../activities/training';
import { connectDatabase } from '../../database/database';
import { taskQueues } from '../../domain/task-queues';
import { temporalSettings } from '../../formats/settings/temporal-settings';
import { connectClient } from '../../workflows/client/connect-client';
import { installRuntime } from '../temporal/run-worker';
import { createKeeping } from '../wiring/create-keeping';
import { createDependencies } from '../wiring/create-dependencies';
import { createTrainingDependencies } from '../wiring/create-training-dependencies';
import { listenForTrainers } from '../wiring/listen-for-trainers';
import { pollWork } from '../wiring/poll-work';
import { readProcess } from '../wiring/read-process';
import { runProcess, type RunningProcess } from '../wiring/run-process';

/** Fetching, building and pushing fill disks and processors: few at a time. */
const slots = 2;

/** The `builder` process: the heavy steps of releases and retrainings, and registrations. */
async function start(): Promise<RunningProcess> {
  const begun = readProcess('builder', process.env);
  const { settings, environment, logger } = begun;
  installRuntime(logger);
  const database = connectDatabase({ url: settings.STEWARD_DATABASE_URL, name: 'steward builder' });
  const temporal = temporalSettings(settings);
  const { client, connection } = connectClient(temporal);
  const keeping = createKeeping(settings, logger, database);
  const dependencies = createDependencies({ settings, database, client, logger, keeping });
  const training = createTrainingDependencies({
    settings,
    environment,
    releases: dependencies,
    client,
    logger,
    store: keeping.store,
  });
  const stopListening = await listenForTrainers(settings, logger);
  const running = await pollWork({
    start: begun,
    database,
    connection,
    health: { host: settings.STEWARD_HEALTH_HOST, port: settings.STEWARD_HEALTH_PORT },
    temporal,
    taskQueue: taskQueues.build,
    activities: {
      ...createReleaseActivities(dependencies),
      ...createRegistryActivities(dependencies),
      ...createTrainingActivities(training),
    },
    slots,
  });
  return {
    ...running,
    stop: async () => {
      await running.stop();
      await stopListening();
    },
  };
}

void runProcess(start);
