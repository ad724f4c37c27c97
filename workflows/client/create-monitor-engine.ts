import {
  type Client,
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { StewardError } from '../../domain/errors';
import { monitorWorkflowId } from '../../domain/ids';
import type { EvaluationRequest, MonitorEngine } from '../../domain/ports/engine';
import { taskQueues } from '../../domain/task-queues';
import { messageNames } from '../message-names';
import { type EvaluateRequest, monitorEndings, type MonitorInput, workflowTypes } from '../names';

const requestMs = 5_000;

type MonitorWorkflow = (input: MonitorInput) => Promise<void>;

/** The monitors of environments, one workflow each. Throws `engine_away`, and `not_monitored` where nothing is judged. */
export function createMonitorEngine(client: Client): Pick<MonitorEngine, 'ensureMonitor' | 'wakeMonitor' | 'evaluate'> {
  return {
    async ensureMonitor(project, environment) {
      try {
        await client.withDeadline(Date.now() + requestMs, () =>
          client.workflow.start(workflowTypes.monitor, {
            ...monitorOf(project, environment),
            workflowIdConflictPolicy: 'USE_EXISTING',
          }),
        );
      } catch (cause) {
        throw new StewardError('engine_away', {}, { cause });
      }
    },
    async wakeMonitor(project, environment) {
      try {
        await client.withDeadline(Date.now() + requestMs, () =>
          client.workflow.signalWithStart<MonitorWorkflow, []>(workflowTypes.monitor, {
            ...monitorOf(project, environment),
            signal: messageNames.wake,
            signalArgs: [],
          }),
        );
      } catch (cause) {
        throw new StewardError('engine_away', {}, { cause });
      }
    },
    async evaluate(request, waitMs) {
      try {
        const evaluation = await client.withDeadline(Date.now() + waitMs, () => evaluateNow(client, request));
        return { evaluation };
      } catch (error) {
        return answerFailure(client, request, error);
      }
    },
  };
}

function monitorOf(project: string, environment: string) {
  const input: MonitorInput = { project, environment };
  return {
    workflowId: monitorWorkflowId(project, environment),
    taskQueue: taskQueues.main,
    args: [input] as [MonitorInput],
    staticSummary: `judges ${environment} of ${project}`,
  };
}

/** A run that ends before it answers leaves its place to the next one in the same moment: that one is asked. */
async function evaluateNow(client: Client, request: EvaluationRequest): Promise<number> {
  for (;;) {
    try {
      return await askRun(client, request);
    } catch (error) {
      if (endingOf(error) !== monitorEndings.nextRun) throw error;
    }
  }
}

function askRun(client: Client, { project, environment, ...request }: EvaluationRequest): Promise<number> {
  return client.workflow.executeUpdateWithStart<MonitorWorkflow, number, [EvaluateRequest]>(messageNames.evaluateNow, {
    args: [request],
    startWorkflowOperation: new WithStartWorkflowOperation(workflowTypes.monitor, {
      ...monitorOf(project, environment),
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  });
}

/** What the run said when it did not answer. */
function endingOf(error: unknown): string | null | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  return error.cause instanceof ApplicationFailure ? error.cause.type : undefined;
}

/** When no worker answers in time the request is left as a signal, which waits until one does. */
async function answerFailure(client: Client, request: EvaluationRequest, error: unknown): Promise<'working'> {
  const { project, environment, ...rest } = request;
  if (endingOf(error) === monitorEndings.notMonitored)
    throw new StewardError('not_monitored', { project, environment });
  if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) && !isDeadline(error))
    throw new StewardError('engine_away', {}, { cause: error });
  try {
    await client.withDeadline(Date.now() + requestMs, () =>
      client.workflow.signalWithStart<MonitorWorkflow, [EvaluateRequest]>(workflowTypes.monitor, {
        ...monitorOf(project, environment),
        signal: messageNames.evaluate,
        signalArgs: [rest],
      }),
    );
    return 'working';
  } catch (cause) {
    throw new StewardError('engine_away', {}, { cause });
  }
}

/** gRPC status 4: the deadline passed before a worker answered. */
function isDeadline(error: unknown): boolean {
  const chain = [error, error instanceof ServiceError ? error.cause : undefined];
  return chain.some((link) => typeof link === 'object' && link !== null && (link as { code?: unknown }).code === 4);
}
