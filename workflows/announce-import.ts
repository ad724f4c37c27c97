import { getExternalWorkflowHandle, log, proxyActivities } from '@temporalio/workflow';
import type { NotifyActivities } from '../activities/notify';
import { monitorWorkflowId } from '../domain/ids';
import { messageNames } from './message-names';
import type { AnnounceImportInput } from './names';
import { timeOuts } from './time-outs';

const light = proxyActivities<NotifyActivities>(timeOuts.light);
const chat = proxyActivities<NotifyActivities>(timeOuts.chat);

/**
 * Tells the channel of an import of outcomes, then wakes the project's monitors. A channel that is away keeps no monitor
 * from its work, and a monitor that is not there needs no waking: it looks by itself when it starts.
 */
export async function announceImport(input: AnnounceImportInput): Promise<void> {
  const { project, environments } = await light.listMonitors(input);
  try {
    await chat.tellImport(input);
  } catch (error) {
    log.warn('import not told', { ...input, why: String(error) });
  }
  for (const environment of environments) await wakeMonitor(project, environment);
}

async function wakeMonitor(project: string, environment: string): Promise<void> {
  try {
    const monitor = getExternalWorkflowHandle(monitorWorkflowId(project, environment));
    await monitor.signal<[{ cause: 'outcomes' }]>(messageNames.evaluate, { cause: 'outcomes' });
  } catch (error) {
    log.info('monitor not woken', { project, environment, why: String(error) });
  }
}
