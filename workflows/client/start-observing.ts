import type { Client } from '@temporalio/client';
import { taskQueues } from '../../domain/task-queues';
import { type ObserveInput, workflowTypes } from '../names';

/** Starts the one workflow of the namespace that looks at what serves, unless it runs already. */
export async function startObserving(client: Client, input: ObserveInput): Promise<void> {
  await client.workflow.start(workflowTypes.observe, {
    workflowId: 'observe',
    taskQueue: taskQueues.main,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'looks at everything that serves',
  });
}
