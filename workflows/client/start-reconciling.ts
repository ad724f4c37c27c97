import type { Client } from '@temporalio/client';
import { taskQueues } from '../../domain/task-queues';
import { type ReconcileInput, workflowTypes } from '../names';

/** Starts the one reconcile workflow of the namespace, unless it runs already. */
export async function startReconciling(client: Client, input: ReconcileInput): Promise<void> {
  await client.workflow.start(workflowTypes.reconcile, {
    workflowId: 'reconcile',
    taskQueue: taskQueues.main,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'compares PostgreSQL with the engine',
  });
}
