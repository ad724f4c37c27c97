import { setTimeout as wait } from 'node:timers/promises';
import { createNotifyActivities } from '../../activities/notify';
import { createReconcileActivities } from '../../activities/reconcile';
import { createReleaseActivities } from '../../activities/release';
import { createChatGateway } from '../../bot/teams/chat-gateway';
import { readChatAccess } from '../../bot/teams/chat-settings';
import { connectDatabase } from '../../database/database';
import { releaseName } from '../../domain/ids';
import { taskQueues } from '../../domain/task-queues';
import { connectClient } from '../../workflows/client/connect-client';
import { createReleaseEngine } from '../../workflows/client/create-engine';
import { startReconciling } from '../../workflows/client/start-reconciling';
import { installRuntime } from '../temporal/run-worker';
import { temporalSettings } from '../wiring/checks';
import { createDependencies } from '../wiring/create-dependencies';
import { createNoRetraining } from '../wiring/no-retraining';
import { pollWork } from '../wiring/poll-work';
import { readProcess } from '../wiring/read-process';
import { runProcess, type RunningProcess } from '../wiring/run-process';

/** Light activities at once. Showing a card holds one connection and uses another: the pool must be larger. */
const slots = 12;
const connections = 16;
const sweepEveryMs = 20_000;

/** The `worker` process: workflows, decisions, target and chat. */
async function start(): Promise<RunningProcess> {
  const begun = readProcess('worker', process.env);
  const { settings, environment, logger } = begun;
  installRuntime(logger);
  const database = connectDatabase({ url: settings.STEWARD_DATABASE_URL, max: connections, name: 'steward worker' });
  const temporal = temporalSettings(settings);
  const { client, connection } = connectClient(temporal);
  const dependencies = createDependencies(settings, database);
  const { now } = dependencies;
  const chat = createChatGateway({
    access: readChatAccess(environment),
    now: () => new Date(),
    sleep: (ms) => wait(ms),
    random: Math.random,
  });
  const releases = createReleaseActivities(dependencies);
  const notify = createNotifyActivities({ database, chat, now, retrainings: createNoRetraining() });
  const reconcile = createReconcileActivities({
    database,
    engine: createReleaseEngine({ client, pause: (ms) => wait(ms) }),
    now,
    settle: releases.settle,
    record: releases.record,
    showRelease: notify.showRelease,
    showAlert: notify.showAlert,
    showRetraining: notify.showRetraining,
    reportCard: ({ subject, what }) => logger.warn('a card was not shown', { subject, what }),
    report: ({ release, what }) => logger.warn('a release was reconciled', { release: releaseName(release), what }),
  });
  const running = await pollWork({
    start: begun,
    database,
    connection,
    healthPort: settings.STEWARD_HEALTH_PORT,
    temporal,
    taskQueue: taskQueues.main,
    activities: { ...releases, ...notify, ...reconcile },
    slots,
    workflows: settings.STEWARD_WORKFLOW_BUNDLE === undefined ? {} : { bundle: settings.STEWARD_WORKFLOW_BUNDLE },
  });
  await startReconciling(client, { everyMs: sweepEveryMs });
  return running;
}

void runProcess(start);
