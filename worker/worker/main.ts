import { setTimeout as wait } from 'node:timers/promises';
import { createMonitoringActivities } from '../../activities/monitoring';
import { createNotifyActivities } from '../../activities/notify';
import { createObservationActivities } from '../../activities/observation';
import { createReconcileActivities } from '../../activities/reconcile';
import { createReleaseActivities } from '../../activities/release';
import { sweepRetrainings } from '../../activities/reconcile/sweep-retrainings';
import { createRetrainingDeskActivities } from '../../activities/training';
import { createChatGateway } from '../../bot/teams/chat-gateway';
import { readChatAccess } from '../../bot/teams/chat-settings';
import { connectDatabase } from '../../database/database';
import { findRetrainingRoom } from '../../database/retraining-room';
import { releaseName, retrainingName } from '../../domain/ids';
import { taskQueues } from '../../domain/task-queues';
import { createImportAnnouncer } from '../../workflows/client/announce-import';
import { temporalSettings } from '../../formats/settings/temporal-settings';
import { connectClient } from '../../workflows/client/connect-client';
import { createReleaseEngine } from '../../workflows/client/create-engine';
import { createMonitorEngine } from '../../workflows/client/create-monitor-engine';
import { createRetrainingEngine } from '../../workflows/client/create-retraining-engine';
import { startObserving } from '../../workflows/client/start-observing';
import { startReconciling } from '../../workflows/client/start-reconciling';
import { installRuntime } from '../temporal/run-worker';
import { createKeeping } from '../wiring/create-keeping';
import { createDependencies } from '../wiring/create-dependencies';
import { pollWork } from '../wiring/poll-work';
import { readProcess } from '../wiring/read-process';
import { runProcess, type RunningProcess } from '../wiring/run-process';

/** Light activities at once. Showing a card holds one connection and uses another: the pool must be larger. */
const slots = 12;
const connections = 16;
const sweepEveryMs = 20_000;
const observeEveryMs = 60_000;

/** The `worker` process: workflows, decisions, target and chat. */
async function start(): Promise<RunningProcess> {
  const begun = readProcess('worker', process.env);
  const { settings, environment, logger } = begun;
  installRuntime(logger);
  const database = connectDatabase({ url: settings.STEWARD_DATABASE_URL, max: connections, name: 'steward worker' });
  const temporal = temporalSettings(settings);
  const { client, connection } = connectClient(temporal);
  const keeping = createKeeping(settings, logger, database);
  const dependencies = createDependencies({ settings, database, client, logger, keeping });
  const { now, wakeMonitor, reportMonitor } = dependencies;
  const chat = createChatGateway({
    access: readChatAccess(environment),
    now: () => new Date(),
    sleep: (ms) => wait(ms),
    random: Math.random,
  });
  const releases = createReleaseActivities(dependencies);
  const notify = createNotifyActivities({ database, chat, now });
  const monitoring = createMonitoringActivities({
    database,
    now,
    retrainingRoom: (project, environment, at) => findRetrainingRoom(database, project, environment, at),
    report: (line) => logger.warn('an evaluation broke off', line),
  });
  const pause = (ms: number): Promise<void> => wait(ms);
  const retrainingEngine = createRetrainingEngine({ client, pause });
  const retrainings = createRetrainingDeskActivities({ database, now, retrainings: retrainingEngine });
  const reconcileRetrainings = () =>
    sweepRetrainings({
      database,
      engine: retrainingEngine,
      now,
      settle: retrainings.settleRetraining,
      show: async (key) => {
        await notify.showRetraining(key);
        await notify.tellRetraining(key);
      },
      report: ({ retraining, what }) =>
        logger.warn('a retraining was reconciled', { retraining: retrainingName(retraining), what }),
    });
  const reconcile = createReconcileActivities({
    database,
    engine: createReleaseEngine({ client, pause }),
    now,
    settle: releases.settle,
    record: releases.record,
    showRelease: notify.showRelease,
    showAlert: notify.showAlert,
    showRetraining: notify.showRetraining,
    reportCard: ({ subject, what }) => logger.warn('a card was not shown', { subject, what }),
    ensureMonitor: createMonitorEngine(client).ensureMonitor,
    wakeMonitor,
    reportMonitor,
    imports: createImportAnnouncer(client),
    reportImport: ({ import: id, what }) => logger.warn('an import was reconciled', { import: id, what }),
    others: [reconcileRetrainings],
    report: ({ release, what }) => logger.warn('a release was reconciled', { release: releaseName(release), what }),
  });
  const observation = createObservationActivities({
    database,
    now,
    target: dependencies.target,
    builder: dependencies.builder,
    pause: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
    reportImages: (line) => logger.warn('the images of what serves were not asked for', line),
    reportLook: (line) => logger.warn('a look at what serves was not noted', line),
  });
  const running = await pollWork({
    start: begun,
    database,
    connection,
    health: { host: settings.STEWARD_HEALTH_HOST, port: settings.STEWARD_HEALTH_PORT },
    temporal,
    taskQueue: taskQueues.main,
    activities: { ...releases, ...retrainings, ...notify, ...monitoring, ...observation, ...reconcile },
    slots,
    workflows: settings.STEWARD_WORKFLOW_BUNDLE === undefined ? {} : { bundle: settings.STEWARD_WORKFLOW_BUNDLE },
  });
  await startReconciling(client, { everyMs: sweepEveryMs });
  await startObserving(client, { everyMs: observeEveryMs });
  return running;
}

void runProcess(start);
