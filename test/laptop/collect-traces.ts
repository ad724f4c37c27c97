import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connectDatabase } from '../../database/database';
import { connectClient } from '../../workflows/client/connect-client';
import type { DrivenLaptop } from '../support/laptop-driver';
import type { Trace } from './find-secrets';

/** Where a laptop's secrets belong: these only its owner may read. */
const secretFiles = ['secrets.json', 'settings.env'];

/** Everything that a Steward has written down, shown or says of itself. */
export async function collectTraces(driven: DrivenLaptop): Promise<readonly Trace[]> {
  const commands = execFileSync('ps', ['-axww', '-o', 'args='], { encoding: 'utf8' });
  return [
    ...readFiles(driven.home),
    { place: 'what the laptop said', text: driven.said.join('\n') },
    { place: 'command lines', text: commands },
    ...(await readChannel(driven)),
    ...(await readTables(driven)),
    ...(await readHistories(driven)),
  ];
}

/** Logs, the store, the connector's and the local host's state, and the servers' own files with all that they keep. */
function readFiles(folder: string): Trace[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !(entry.parentPath === folder && secretFiles.includes(entry.name)))
    .flatMap((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const text = readIfThere(file);
      return text === undefined ? [] : [{ place: path.relative(folder, file), text }];
    });
}

/** The servers remove files of theirs while we read. */
function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readChannel({ driver }: DrivenLaptop): Promise<Trace[]> {
  const { conversations } = await driver.call<{ conversations: { id: string }[] }>('GET', '/conversations');
  const traces = conversations.map(async ({ id }) => {
    const messages = await driver.call('GET', `/conversations/${encodeURIComponent(id)}/messages`);
    return { place: `conversation ${id}`, text: JSON.stringify(messages) };
  });
  const events = await driver.call('GET', '/events?after=0');
  const violations = await driver.call('GET', '/violations');
  return [...(await Promise.all(traces)), { place: 'channel events', text: JSON.stringify({ events, violations }) }];
}

async function readTables({ laptop }: DrivenLaptop): Promise<Trace[]> {
  const database = connectDatabase({ url: laptop.settings.STEWARD_DATABASE_OWNER_URL, max: 1 });
  const statement = `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'`;
  const traces: Trace[] = [];
  for (const { name } of await database.query<{ name: string }>(statement)) {
    const rows = await database.query<{ row: string }>(`select t::text as row from ${name} t`);
    traces.push({ place: `table ${name} (${rows.length} rows)`, text: rows.map(({ row }) => row).join('\n') });
  }
  await database.close();
  return traces;
}

async function readHistories({ laptop }: DrivenLaptop): Promise<Trace[]> {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = laptop.settings;
  const { client, connection } = connectClient({ address, namespace, tls: false });
  const traces: Trace[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    traces.push({ place: `history of ${workflowId}`, text: decodePayloads(history) });
  }
  await connection.close();
  return traces;
}

/** As JSON with every payload as the text that it holds. */
function decodePayloads(history: object): string {
  return JSON.stringify(history, (_key, value: unknown) => {
    const bytes = value as { readonly type?: unknown; readonly data?: unknown } | null;
    if (bytes?.type === 'Buffer' && Array.isArray(bytes.data)) return Buffer.from(bytes.data as number[]).toString();
    return ArrayBuffer.isView(value) ? Buffer.from(value as Uint8Array).toString() : value;
  });
}
