import type { Instant } from '../domain/release/release';
import type { Tx } from './database';

/** Notes that a person wants to hear each period that all is well, in this conversation from now on. */
export async function addWatch(
  tx: Tx,
  watch: {
    readonly project: string;
    readonly environment: string;
    readonly person: string;
    readonly conversationId: string;
    readonly at: Instant;
  },
): Promise<void> {
  await tx.query(
    `insert into watches (project, environment, person, conversation_id, since) values ($1, $2, $3, $4, $5)
     on conflict (project, environment, person) do update set conversation_id = $4`,
    [watch.project, watch.environment, watch.person, watch.conversationId, watch.at],
  );
}

/** Environments that the person watched, of the one given or of all. */
export async function endWatch(tx: Tx, project: string, person: string, environment?: string): Promise<string[]> {
  const rows = await tx.query<{ environment: string }>(
    `delete from watches where project = $1 and person = $2 and ($3::text is null or environment = $3)
     returning environment`,
    [project, person, environment ?? null],
  );
  return rows.map((row) => row.environment).sort();
}

/** Who watches an environment, by the conversation in which they want to hear of it; at most 500 people. */
export async function listWatchers(
  tx: Tx,
  project: string,
  environment: string,
): Promise<readonly { readonly conversationId: string; readonly people: readonly string[] }[]> {
  const rows = await tx.query<{ conversation_id: string; people: string[] }>(
    `select conversation_id, array_agg(person order by since, person) as people from (
       select * from watches where project = $1 and environment = $2 order by since, person limit 500) as watching
     group by conversation_id order by conversation_id`,
    [project, environment],
  );
  return rows.map((row) => ({ conversationId: row.conversation_id, people: row.people }));
}
