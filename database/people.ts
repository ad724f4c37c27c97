import type { ChatUser } from '../domain/ports/chat';
import type { Instant } from '../domain/release/release';
import type { Tx } from './database';

/**
 * Remembers how the channel calls a person; the object id is the identity. Who comes without a name keeps the one that is
 * known, from here or from a project file.
 */
export async function rememberPerson(tx: Tx, user: ChatUser, at: Instant): Promise<void> {
  if (user.name === undefined) {
    await tx.query('update people set tenant_id = $2, channel_user_id = $3, seen_at = $4 where object_id = $1', [
      user.objectId,
      user.tenantId,
      user.channelUserId,
      at,
    ]);
    return;
  }
  await tx.query(
    `insert into people (object_id, tenant_id, channel_user_id, name, seen_at) values ($1, $2, $3, $4, $5)
     on conflict (object_id) do update set tenant_id = $2, channel_user_id = $3, name = $4, seen_at = $5`,
    [user.objectId, user.tenantId, user.channelUserId, user.name, at],
  );
}

export interface KnownPerson {
  readonly name: string;
  readonly channelUserId: string;
}

/** Names and mention ids of those among `objectIds` whom a channel has shown us. */
export async function findPeople(tx: Tx, objectIds: readonly string[]): Promise<Record<string, KnownPerson>> {
  const rows = await tx.query<{ object_id: string; name: string; channel_user_id: string }>(
    'select object_id, name, channel_user_id from people where object_id = any($1)',
    [[...objectIds]],
  );
  return Object.fromEntries(rows.map((row) => [row.object_id, { name: row.name, channelUserId: row.channel_user_id }]));
}

/** Names alone, by object id. */
export async function findNames(tx: Tx, objectIds: readonly string[]): Promise<Record<string, string>> {
  const people = await findPeople(tx, objectIds);
  return Object.fromEntries(Object.entries(people).map(([id, { name }]) => [id, name]));
}
