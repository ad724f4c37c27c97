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

/** How long a new release waits for the run before it, under the same workflow id, to write its last lines. */
const previousRun = { attempts: 20, pauseMs: 150 };
const requestMs = 5_000;

/** The only door to the engine for bot, api and cli. */
export function createReleaseEngine({ client, pause }: EngineOptions): ReleaseEngine {
  const handleOf = (run: ReleaseRun) => client.workflow.getHandle(releaseWorkflowId(run.project, run.environment));

  async function start(run: ReleaseRun, policy: 'FAIL' | 'TERMINATE_EXISTING', superseded?: number): Promise<void> {
    const input: ReleaseInput = { release: run.release, ...(superseded === undefined ? {} : { superseded }) };
    await client.workflow.start(workflowTypes.release, {
      workflowId: releaseWorkflowId(run.project, run.environment),
      taskQueue: taskQueues.main,
      args: [input],
      memo: { release: run.release },
      workflowIdConflictPolicy: policy,
      staticSummary: `${releaseName(run.release)} to ${run.environment}`,
    });
  }

  async function isRunning(run: ReleaseRun): Promise<boolean> {
    try {
      const description = await within(client, () => handleOf(run).describe());
      return description.status.name === 'RUNNING' && description.memo?.['release'] === run.release;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw engineError(error);
    }
  }

  /** PostgreSQL has ended the run before, so waiting is for its last lines only; one that hangs is ended. */
  async function startAfterPrevious(run: ReleaseRun): Promise<void> {
    for (let attempt = 0; attempt < previousRun.attempts; attempt += 1) {
      try {
        return await within(client, () => start(run, 'FAIL'));
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        if (await isRunning(run)) return;
        await pause(previousRun.pauseMs);
      }
    }
    await within(client, () => start(run, 'TERMINATE_EXISTING'));
  }

  return {
    isRunning,
    async startRelease(run, { superseded } = {}) {
      try {
        // A superseded release only waited, with nothing outside touched: its run may be ended at any point.
        if (superseded !== undefined && !(await isRunning(run)))
          await within(client, () => start(run, 'TERMINATE_EXISTING', superseded));
        else await startAfterPrevious(run);
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
  return error instanceof StewardError || error instanceof WorkflowExecutionAlreadyStartedError
    ? error
    : new StewardError('engine_away', {}, { cause: error });
}
