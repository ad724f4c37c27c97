import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { StewardError } from '../../domain/errors';
import { retrainingName, retrainingWorkflowId } from '../../domain/ids';
import type { RetrainingEngine, RetrainingRun } from '../../domain/ports/engine';
import { taskQueues } from '../../domain/task-queues';
import { messageNames } from '../message-names';
import { type RetrainInput, workflowTypes } from '../names';

/** How long a new run waits for the run before it, under the same workflow id, to write its last lines. */
const previousRun = { attempts: 20, pauseMs: 150 };
const requestMs = 5_000;

export interface RetrainingEngineOptions {
  readonly client: Client;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Retrainings through the engine; there is one run at a time in an environment. */
export function createRetrainingEngine({ client, pause }: RetrainingEngineOptions): RetrainingEngine {
  const handleOf = ({ project, environment }: RetrainingRun) =>
    client.workflow.getHandle(retrainingWorkflowId(project, environment));

  /** The number of the retraining whose run is open. */
  async function findOpen(run: RetrainingRun): Promise<number | undefined> {
    try {
      const { status, memo } = await handleOf(run).describe();
      return status.name === 'RUNNING' ? Number(memo?.['retraining']) : undefined;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  /** True when its run is there; false while the one before it is still in its place. */
  async function tryStart(run: RetrainingRun): Promise<boolean> {
    const { retraining, project, environment } = run;
    const input: RetrainInput = { retraining };
    try {
      await client.workflow.start(workflowTypes.retrain, {
        workflowId: retrainingWorkflowId(project, environment),
        taskQueue: taskQueues.main,
        args: [input],
        memo: { retraining },
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: `${retrainingName(retraining)} of ${environment}`,
      });
      return true;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      return (await findOpen(run)) === retraining;
    }
  }

  return {
    startRetraining: (run) =>
      asEngine(async () => {
        for (let attempt = 0; attempt <= previousRun.attempts; attempt += 1) {
          if (await within(client, () => tryStart(run))) return;
          await pause(previousRun.pauseMs);
        }
        throw new StewardError('engine_away');
      }),
    wakeRetraining: (run) =>
      asEngine(async () => {
        try {
          await within(client, () => handleOf(run).signal(messageNames.wake));
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
      }),
    isRetraining: (run) => asEngine(async () => (await within(client, () => findOpen(run))) === run.retraining),
  };
}

function within<T>(client: Client, work: () => Promise<T>): Promise<T> {
  return client.withDeadline(Date.now() + requestMs, work);
}

async function asEngine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StewardError ? error : new StewardError('engine_away', {}, { cause: error });
  }
}
