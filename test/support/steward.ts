import { randomUUID } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { createAppendBuilder } from '../../activities/image/append/create-append-builder';
import { createLayoutPlace } from '../../activities/image/create-layout-place';
import { createMonitoringActivities } from '../../activities/monitoring';
import { createNotifyActivities } from '../../activities/notify';
import { createReconcileActivities } from '../../activities/reconcile';
import { createBuiltInRegistry } from '../../activities/registry/built-in/create-built-in-registry';
import { createRegistryActivities } from '../../activities/registry';
import { createReleaseActivities, type ReleaseDependencies } from '../../activities/release';
import type { TrainingDependencies } from '../../activities/training';
import { createLayoutStore } from '../../activities/store/layout/create-layout-store';
import { createLocalTarget } from '../../activities/target/local/create-local-target';
import type { BotDependencies } from '../../bot/commands/command';
import { dispatch } from '../../bot/dispatch';
import { connectDatabase, type Database } from '../../database/database';
import { applyProject } from '../../database/projects';
import { findRetrainingRoom } from '../../database/retraining-room';
import { StewardError } from '../../domain/errors';
import type { RetrainingDesk } from '../../domain/ports/retraining-desk';
import type { ProjectFile } from '../../domain/project';
import { taskQueues } from '../../domain/task-queues';
import { hashProjectFile } from '../../formats/project-file/hash-project-file';
import { inspectPackage } from '../../formats/package/inspect-package';
import { extractModel } from '../../formats/package/model-files';
import { sampleWorkplace } from '../../playground/connector/sample-workplace';
import { runLocalHost, type RunningLocalHost } from '../../serving/local-host/run-local-host';
import { createActivityInterceptors } from '../../worker/temporal/activity-interceptor';
import { createImportAnnouncer } from '../../workflows/client/announce-import';
import { createReleaseEngine } from '../../workflows/client/create-engine';
import { createMonitorEngine } from '../../workflows/client/create-monitor-engine';
import { createRegistrationEngine } from '../../workflows/client/create-registration-engine';
import { type Bot, type LogLine, recordingLogger, startBot } from '../bot/teams/edge-fixture';
import { hmeq } from '../playground/connector/stand-in';
import { createTestDatabase } from './databases';
import { repositoryRoot } from './run-state';
import { createTestTraining, type TestTraining } from './training';
import { workflowBundle } from './workflow-bundle';

const people = sampleWorkplace.people.map(({ objectId }) => objectId);
const byNumber = (number: number): string => people[number - 1] ?? '';

/** The people of the stand-in: Dana makes models, Lena and Theo decide, Ivo operates, Sam has no role. */
export const dana = byNumber(1);
export const lena = byNumber(2);
export const theo = byNumber(3);
export const ivo = byNumber(4);
export const sam = byNumber(6);

export function testProject(expiryMs = 7 * 86_400_000): ProjectFile {
  const policy = { approvers: [{ kind: 'role', role: 'leader' }], quorum: 1, quorumForSystem: 2, expiryMs } as const;
  return {
    project: 'hmeq',
    contract: { outcome: { name: 'BAD', event: '1' } },
    people: {},
    roles: { modeller: [dana], leader: [lena, theo], operator: [ivo], auditor: [], viewer: [] },
    environments: {
      staging: { target: { kind: 'local' }, leading: false, policy },
      production: { target: { kind: 'local' }, leading: true, policy },
    },
    serving: { bases: [{ base: { kind: 'scratch' } }] },
  };
}

export interface StewardOptions {
  /** A folder of the test file's own. */
  readonly folder: string;
  readonly temporal: { readonly client: Client; readonly native: NativeConnection; readonly namespace: string };
  readonly project?: ProjectFile;
  /** Puts something else in the place of a client, to see what happens when it fails. */
  readonly adjust?: (deps: ReleaseDependencies) => ReleaseDependencies;
  readonly adjustTraining?: (deps: TrainingDependencies) => TrainingDependencies;
  /** What serves is judged, as the worker does it; otherwise neither a release nor the sweep starts a monitor. */
  readonly judges?: boolean;
  /** What answers the bot in the place of the engine and of the desk of retrainings. */
  readonly monitors?: BotDependencies['monitors'];
  readonly retrainings?: RetrainingDesk;
}

export interface TestSteward {
  readonly bot: Bot;
  readonly database: Database;
  readonly client: Client;
  readonly inbox: string;
  /** Where the local host answers whoever has `localHostToken`. */
  readonly hostUrl: string;
  /** As the scoring gateways log in to PostgreSQL. */
  readonly gatewayUrl: string;
  readonly training: TestTraining;
  /** All log lines of activities and the bot. */
  readonly lines: readonly LogLine[];
  readonly sweep: () => Promise<void>;
  readonly startWorkers: () => Promise<void>;
  readonly stopWorkers: () => Promise<void>;
  readonly apply: (file: ProjectFile) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Steward in one process on real parts: PostgreSQL, Temporal, the chat edge over HTTP with signed tokens, OCI images on
 * disk, the local host with real model servers.
 */
export async function startSteward(options: StewardOptions): Promise<TestSteward> {
  const files = await createTestDatabase();
  const database = connectDatabase({ url: files.url, max: 20 });
  const now = (): string => new Date().toISOString();
  const lines: LogLine[] = [];
  const logger = recordingLogger(lines);
  const { client } = options.temporal;
  const releases = createReleaseEngine({ client, pause: (ms) => wait(ms) });
  const inbox = path.join(options.folder, 'inbox');
  await mkdir(inbox, { recursive: true });
  const host = await startHost(options.folder, files.gatewayUrl);
  const monitors = createMonitorEngine(client);
  const { ensureMonitor, wakeMonitor } = options.judges ? monitors : nothingJudged;
  const deps = createTestDependencies(options, {
    database,
    host,
    wakeMonitor,
    reportMonitor: (line) => logger.warn('a monitor was not started', line),
  });
  const training = createTestTraining({
    folder: options.folder,
    client,
    database,
    releases: deps,
    logger,
    ...(options.adjustTraining ? { adjust: options.adjustTraining } : {}),
  });
  const bot: Bot = await startBot((event) =>
    dispatch(
      {
        database,
        releases,
        registrations: createRegistrationEngine(client),
        monitors: options.monitors ?? monitors,
        retrainings: options.retrainings ?? training.desk,
        showAlert: createNotifyActivities({ database, chat: bot.gateway, now }).showAlert,
        listInbox: () => readdir(inbox),
        now,
        logger,
      },
      event,
    ),
  );
  const activities = createReleaseActivities(deps);
  const notify = createNotifyActivities({ database, chat: bot.gateway, now });
  const reconcile = createReconcileActivities({
    database,
    engine: releases,
    now: () => new Date(Date.now() + 60_000).toISOString(),
    settle: activities.settle,
    record: activities.record,
    showRelease: notify.showRelease,
    showAlert: notify.showAlert,
    showRetraining: notify.showRetraining,
    reportCard: ({ subject, what }) => logger.warn(`${subject}: ${what}`),
    ensureMonitor,
    wakeMonitor,
    reportMonitor: deps.reportMonitor,
    imports: createImportAnnouncer(client),
    reportImport: ({ what }) => logger.warn(what),
    // Retrainings of a desk that a test made are nobody else's to start.
    others: options.retrainings ? [] : [training.sweep],
    report: ({ what }) => logger.warn(what),
  });
  const monitoring = createMonitoringActivities({
    ...{ database, now, retrainingRoom: (...of) => findRetrainingRoom(database, ...of) },
    report: ({ error }) => logger.warn('an evaluation broke off', { error }),
  });
  const registry = createRegistryActivities({ ...deps, inbox, uploads: path.join(options.folder, 'uploads') });
  const workers = createWorkers(
    options,
    {
      ...{ ...activities, ...notify, ...registry, ...reconcile, ...training.activities },
      ...(options.judges ? monitoring : {}),
    },
    logger,
  );
  const apply = (file: ProjectFile): Promise<void> => applyTestFile(database, file, now());
  await apply(options.project ?? testProject());
  await workers.start();
  await bot.driver.call('POST', '/installations', { as: lena, conversation: hmeq });
  return {
    bot,
    database,
    client,
    inbox,
    hostUrl: `http://127.0.0.1:${host.port}`,
    gatewayUrl: files.gatewayUrl,
    training,
    lines,
    apply,
    sweep: reconcile.sweep,
    startWorkers: workers.start,
    stopWorkers: workers.stop,
    stop: async () => {
      await workers.stop();
      await bot.stop();
      await host.close();
      await database.close();
      await files.drop();
    },
  };
}

/** No worker has the activities of a monitor, so that none may start. */
const nothingJudged = { ensureMonitor: () => Promise.resolve(), wakeMonitor: () => Promise.resolve() };

/** For tests in which nothing is judged. */
export const noMonitors: BotDependencies['monitors'] = {
  evaluate: () => Promise.reject(new StewardError('engine_away', {})),
};

async function applyTestFile(database: Database, file: ProjectFile, at: string): Promise<void> {
  const facts = { hash: hashProjectFile(file), source: 'test', changes: [], actor: { kind: 'system' } as const, at };
  await database.transaction((tx) => applyProject(tx, file, facts));
}

export const localHostToken = 'a token for the local host of tests';

/** A program of ours, run from the sources. */
function programOf(entry: string) {
  const script = path.join(repositoryRoot, entry);
  return { script, execArgv: ['--import', 'tsx'], environment: { PATH: process.env['PATH'] ?? '' } };
}

function startHost(folder: string, gatewayUrl: string): Promise<RunningLocalHost> {
  const settings = {
    port: 0,
    token: localHostToken,
    directory: path.join(folder, 'local-host'),
    maxModels: 16,
    maxInFlight: 64,
  };
  return runLocalHost(
    {
      ...settings,
      startPatience: 1_000,
      gateway: { STEWARD_GATEWAY_DATABASE_URL: gatewayUrl, STEWARD_GATEWAY_SPOOL_MB: '64' },
    },
    {
      log: recordingLogger([]),
      now: () => performance.now(),
      pause: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
      modelServer: programOf('serving/model-server/main.ts'),
      gateway: programOf('serving/gateway/main.ts'),
    },
  );
}

function createTestDependencies(
  options: StewardOptions,
  {
    host,
    ...given
  }: Pick<ReleaseDependencies, 'database' | 'wakeMonitor' | 'reportMonitor'> & {
    readonly host: RunningLocalHost;
  },
) {
  const { folder } = options;
  const { database } = given;
  const target = createLocalTarget({ url: `http://127.0.0.1:${host.port}`, token: localHostToken, fetch });
  const deps: ReleaseDependencies = {
    ...given,
    registry: createBuiltInRegistry({ database, store: createLayoutStore({ directory: path.join(folder, 'store') }) }),
    builder: createAppendBuilder({
      place: createLayoutPlace({ directory: path.join(folder, 'store') }),
      workDirectory: path.join(folder, 'builds'),
      extractModel,
    }),
    target: () => target,
    inspect: inspectPackage,
    withWorkDirectory: async (use) => {
      const directory = path.join(folder, 'work', randomUUID());
      await mkdir(directory, { recursive: true });
      return use(directory);
    },
    now: () => new Date().toISOString(),
    pause: (ms) => Context.current().sleep(ms),
  };
  return options.adjust?.(deps) ?? deps;
}

function createWorkers(options: StewardOptions, activities: object, logger: ReturnType<typeof recordingLogger>) {
  const { native, namespace } = options.temporal;
  let running: { worker: Worker; ended: Promise<void> }[] = [];
  const start = async (queue: string, withWorkflows: boolean) => {
    const worker = await Worker.create({
      connection: native,
      namespace,
      taskQueue: queue,
      activities,
      interceptors: { activity: [createActivityInterceptors({ logger, redact: (text) => text })] },
      ...(withWorkflows ? { workflowBundle: await workflowBundle(), stickyQueueScheduleToStartTimeout: '1s' } : {}),
    });
    return { worker, ended: worker.run() };
  };
  return {
    start: async () => {
      running = await Promise.all([start(taskQueues.main, true), start(taskQueues.build, false)]);
    },
    stop: async () => {
      for (const { worker } of running) worker.shutdown();
      await Promise.all(running.map(({ ended }) => ended));
      running = [];
    },
  };
}
