import path from 'node:path';
import {
  type ActivityInterceptorsFactory,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import type { Logger } from '../../domain/logger';
import { connectionOptions, type TemporalSettings } from '../../workflows/client/connect-client';

export interface WorkerParts {
  readonly temporal: TemporalSettings;
  readonly taskQueue: string;
  readonly activities: object;
  readonly interceptors: ActivityInterceptorsFactory;
  /** At most so many activities at once. */
  readonly slots: number;
  /** Only for the queue that runs workflows: prebuilt code, or their sources in development. */
  readonly workflows?: { readonly bundle?: string };
}

/** Milliseconds that running activities get to end after a stop was asked for. */
const graceMs = 8_000;

/** The engine's own lines go through our logger; it must not take the process's signals. Once a process, before all else. */
export function installRuntime(logger: Logger): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      if (level === 'ERROR') logger.error(message, meta);
      else logger.warn(message, meta);
    }),
  });
}

/** Connects and starts polling; `stop` lets running activities end for a while, then returns. */
export async function startWorker(parts: WorkerParts): Promise<{ stop(): Promise<void>; ended: Promise<void> }> {
  const connection = await NativeConnection.connect(connectionOptions(parts.temporal));
  const worker = await Worker.create({
    connection,
    namespace: parts.temporal.namespace,
    taskQueue: parts.taskQueue,
    activities: parts.activities,
    interceptors: { activity: [parts.interceptors] },
    maxConcurrentActivityTaskExecutions: parts.slots,
    shutdownGraceTime: graceMs,
    shutdownForceTime: graceMs + 2_000,
    ...workflowOptions(parts.workflows),
  });
  const ended = worker.run().finally(() => connection.close());
  return {
    ended,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}

function workflowOptions(workflows: WorkerParts['workflows']): Partial<WorkerOptions> {
  if (!workflows) return {};
  return {
    ...(workflows.bundle === undefined
      ? { workflowsPath: path.join(__dirname, '../../workflows') }
      : { workflowBundle: { codePath: workflows.bundle } }),
    maxCachedWorkflows: 200,
    // How long a killed worker's cached workflows are waited for before another one takes them.
    stickyQueueScheduleToStartTimeout: '2s',
  };
}
