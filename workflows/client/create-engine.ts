import {
  type Client,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { StewardError } from '../../domain/errors';
import { releaseName, releaseWorkflowId } from '../../domain/ids';
import type { DecisionAnswer, ReleaseEngine, ReleaseRun } from '../../domain/ports/engine';
import type { DecisionOutcome } from '../../domain/release/decide';
import { taskQueues } from '../../domain/task-queues';
import type { DecideRequest } from '../messages';
import { messageNames } from '../message-names';
import { type ReleaseInput, workflowTypes } from '../names';

export interface EngineOptions {
  readonly client: Client;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** How long a new run waits for the run before it, under the same workflow id, to write its last lines. */
const previousRun = { attempts: 20, pauseMs: 150 };
const requestMs = 5_000;

/** What a run was started for, as its memo says. */
interface OpenRun {
  readonly runId: string;
  readonly release: number;
  readonly attempt: number;
}

/** The only door to the engine for bot, api and cli. */
export function createReleaseEngine({ client, pause }: EngineOptions): ReleaseEngine {
  const handleOf = (run: ReleaseRun) => client.workflow.getHandle(releaseWorkflowId(run.project, run.environment));

  async function start(run: ReleaseRun, superseded?: number): Promise<void> {
    const { release, attempt } = run;
    const input: ReleaseInput = { release, attempt, ...(superseded === undefined ? {} : { superseded }) };
    await client.workflow.start(workflowTypes.release, {
      workflowId: releaseWorkflowId(run.project, run.environment),
      taskQueue: taskQueues.main,
      args: [input],
      memo: { release, attempt },
      workflowIdConflictPolicy: 'FAIL',
      staticSummary: `${releaseName(release)} to ${run.environment}`,
    });
  }

  async function findOpenRun(run: ReleaseRun): Promise<OpenRun | undefined> {
    try {
      const { status, runId, memo } = await handleOf(run).describe();
      if (status.name !== 'RUNNING') return undefined;
      return { runId, release: Number(memo?.['release']), attempt: Number(memo?.['attempt']) };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  async function end(run: ReleaseRun, { runId }: OpenRun): Promise<void> {
    const id = releaseWorkflowId(run.project, run.environment);
    try {
      await client.workflow.getHandle(id, runId).terminate(`${releaseName(run.release)} takes its place`);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  /** True when the run is there, or a later one is and stays; false when another one is still in its place. */
  async function tryStart(run: ReleaseRun, superseded: number | undefined, patient: boolean): Promise<boolean> {
    try {
      await start(run, superseded);
      return true;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    const open = await findOpenRun(run);
    if (!open) return false;
    if (open.release === run.release && open.attempt >= run.attempt) return true;
    // A retry of an older release comes after a newer one, whose run may still be at its last lines; it is never ended.
    if (open.release > run.release) return !patient;
    // A superseded release only waited, and one that PostgreSQL has ended owes us its last lines only.
    if (open.release === superseded || !patient) await end(run, open);
    return false;
  }

  return {
    async isRunning(run) {
      try {
        const open = await within(client, () => findOpenRun(run));
        return open?.release === run.release && open.attempt === run.attempt;
      } catch (error) {
        throw engineError(error);
      }
    },
    async startRelease(run, { superseded } = {}) {
      try {
        for (let attempt = 0; ; attempt += 1) {
          const patient = attempt < previousRun.attempts;
          if (await within(client, () => tryStart(run, superseded, patient))) return;
          if (attempt > 2 * previousRun.attempts) throw new StewardError('engine_away');
          await pause(previousRun.pauseMs);
        }
      } catch (error) {
        throw engineError(error);
      }
    },
    async decide(run, click, waitMs) {
      const request: DecideRequest = { release: run.release, click };
      try {
        const outcome = await client.withDeadline(Date.now() + waitMs, () => update(handleOf(run), request));
        return { kind: 'judged', outcome };
      } catch (error) {
        return answerFailure(error, () => within(client, () => signalLater(handleOf(run), request)));
      }
    },
    async wake(run) {
      try {
        await within(client, () => handleOf(run).signal(messageNames.wake));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw engineError(error);
      }
    },
  };
}

function within<T>(client: Client, work: () => Promise<T>): Promise<T> {
  return client.withDeadline(Date.now() + requestMs, work);
}

/** The update id makes the same click one update within a run; the recorded click makes it one decision for good. */
function update(handle: WorkflowHandle, request: DecideRequest): Promise<DecisionOutcome> {
  return handle.executeUpdate<DecisionOutcome, [DecideRequest]>(messageNames.decide, {
    args: [request],
    updateId: `click-${request.click}`,
  });
}

function signalLater(handle: WorkflowHandle, request: DecideRequest): Promise<void> {
  return handle.signal<[DecideRequest]>(messageNames.decideLater, request);
}

async function answerFailure(error: unknown, signal: () => Promise<void>): Promise<DecisionAnswer> {
  if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) return { kind: 'over' };
  if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) && !isDeadline(error)) throw engineError(error);
  try {
    await signal();
    return { kind: 'recorded' };
  } catch (failure) {
    if (failure instanceof WorkflowNotFoundError) return { kind: 'over' };
    throw engineError(failure);
  }
}

/** gRPC status 4: the deadline passed before a worker answered. */
function isDeadline(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return typeof cause === 'object' && cause !== null && (cause as { code?: unknown }).code === 4;
}

function engineError(error: unknown): Error {
  return error instanceof StewardError ? error : new StewardError('engine_away', {}, { cause: error });
}
