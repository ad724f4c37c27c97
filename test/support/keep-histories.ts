import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { repositoryRoot } from './run-state';

export const historiesFolder = path.join(repositoryRoot, 'test/histories');

/**
 * Keeps the histories of ended runs as `<workflow>-<what it shows>.json`, when `npm run histories` asks for it: later
 * versions of the workflow code must replay them. Names of machines and paths on them are taken out.
 */
export async function keepHistory(client: Client, workflowId: string, name: string): Promise<void> {
  if (process.env['STEWARD_KEEP_HISTORIES'] !== '1') return;
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  const json = historyToJSON(history)
    .replace(/("identity":\s*)"[^"]*"/g, '$1"worker"')
    .replace(/("stackTrace":\s*)"(?:[^"\\]|\\.)*"/g, '$1""');
  await mkdir(historiesFolder, { recursive: true });
  await writeFile(path.join(historiesFolder, `${name}.json`), `${json}\n`);
}
