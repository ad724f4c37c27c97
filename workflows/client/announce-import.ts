import type { Client } from '@temporalio/client';
import { StewardError } from '../../domain/errors';
import type { MonitorEngine } from '../../domain/ports/engine';
import { taskQueues } from '../../domain/task-queues';
import { type AnnounceImportInput, workflowTypes } from '../names';

const requestMs = 5_000;

/** Has the channel told of an import and the project's monitors woken; throws `engine_away` when nobody takes it. */
export function createImportAnnouncer(client: Client): Pick<MonitorEngine, 'announceImport'> {
  return {
    async announceImport(id) {
      const input: AnnounceImportInput = { import: id };
      try {
        await client.withDeadline(Date.now() + requestMs, () =>
          client.workflow.start(workflowTypes.announceImport, {
            workflowId: `outcomes/${id}`,
            taskQueue: taskQueues.main,
            args: [input],
            workflowIdConflictPolicy: 'USE_EXISTING',
          }),
        );
      } catch (cause) {
        throw new StewardError('engine_away', {}, { cause });
      }
    },
  };
}
