import type { ActivityOptions } from '@temporalio/workflow';
import { taskQueues } from '../domain/task-queues';

/**
 * Every activity heartbeats by itself while it runs, so a killed worker costs at most the heartbeat time-out. Retries go
 * on until the time is up; errors that no repetition mends end at once (their reason says so).
 */
const patience = { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '10s' } as const;

export const timeOuts = {
  /** One transaction or one short request. Goes on for ever: the database may be away for long. */
  light: {
    taskQueue: taskQueues.main,
    startToCloseTimeout: '20s',
    heartbeatTimeout: '5s',
    retry: patience,
  },
  /** Requests to a target: bounded, so that a release ends with a reason instead of hanging. */
  target: {
    taskQueue: taskQueues.main,
    startToCloseTimeout: '10m',
    scheduleToCloseTimeout: '20m',
    heartbeatTimeout: '5s',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: patience,
  },
  /** Fetching, unpacking, building, pushing. */
  heavy: {
    taskQueue: taskQueues.build,
    startToCloseTimeout: '10m',
    scheduleToCloseTimeout: '30m',
    heartbeatTimeout: '5s',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: patience,
  },
  /** Reads and judges the rows of windows. The next look does what this one did not. */
  judgement: {
    taskQueue: taskQueues.main,
    startToCloseTimeout: '15m',
    scheduleToCloseTimeout: '30m',
    heartbeatTimeout: '10s',
    retry: patience,
  },
  /**
   * A trainer at work: its own deadline, at most seven days, ends it long before. Ten beginnings bound what builders that
   * are killed again and again can cost.
   */
  training: {
    taskQueue: taskQueues.build,
    startToCloseTimeout: '8d',
    heartbeatTimeout: '5s',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: { ...patience, maximumAttempts: 10 },
  },
  /** Scoring golden rows and whole windows, in a cluster too, and resampling, which keeps a process from saying that it lives. */
  gate: {
    taskQueue: taskQueues.build,
    startToCloseTimeout: '2h',
    heartbeatTimeout: '1m',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: { ...patience, maximumAttempts: 10 },
  },
  /** All releases in turn, with requests to targets and channels; the next sweep does what this one did not. */
  sweep: {
    taskQueue: taskQueues.main,
    startToCloseTimeout: '10m',
    heartbeatTimeout: '5s',
    retry: { maximumAttempts: 1 },
  },
  /** A look at everything that serves: targets that are away take their whole time. The next look does what this one did not. */
  observation: {
    taskQueue: taskQueues.main,
    startToCloseTimeout: '5m',
    scheduleToCloseTimeout: '10m',
    heartbeatTimeout: '5s',
    retry: { maximumAttempts: 1 },
  },
  /** It begins nothing new after half a minute, so that it holds up no look. What is left is due a minute later. */
  imageCheck: {
    taskQueue: taskQueues.main,
    startToCloseTimeout: '2m',
    scheduleToCloseTimeout: '3m',
    heartbeatTimeout: '5s',
    retry: { maximumAttempts: 1 },
  },
  /** A card of what was seen: the next look does not wait for long, and the sweep shows what was not shown. */
  observationCard: {
    taskQueue: taskQueues.main,
    startToCloseTimeout: '20s',
    scheduleToCloseTimeout: '30s',
    heartbeatTimeout: '5s',
    retry: { maximumAttempts: 2 },
  },
  /** Cards and words: tried for a while, never in the way of a release. */
  chat: {
    taskQueue: taskQueues.main,
    startToCloseTimeout: '2m',
    scheduleToCloseTimeout: '10m',
    heartbeatTimeout: '5s',
    retry: { ...patience, maximumAttempts: 20 },
  },
} as const satisfies Readonly<Record<string, ActivityOptions>>;
