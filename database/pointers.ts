import { actorText } from '../domain/actor';
import { StewardError } from '../domain/errors';
import type { PointerMove } from '../domain/ports/registry';
import type { Instant } from '../domain/release/release';
import { append } from './audit';
import { oneOrNone, type Tx } from './database';

export interface Pointer {
  readonly label: string;
  readonly setBy: string;
  readonly setAt: Instant;
}

export type PointerName = PointerMove['name'];

export async function findPointer(tx: Tx, project: string, name: PointerName): Promise<Pointer | undefined> {
  const rows = await tx.query<{ label: string; set_by: string; set_at: Instant }>(
    'select label, set_by, set_at from pointers where project = $1 and name = $2',
    [project, name],
  );
  const row = oneOrNone(rows);
  return row && { label: row.label, setBy: row.set_by, setAt: row.set_at };
}

/**
 * Moves a pointer and writes its audit row; to where it stands already changes nothing. Returns what it left. With
 * `expectedPrevious` (undefined in it: not set) throws `pointer_moved` when it stands elsewhere.
 */
export async function movePointer(
  tx: Tx,
  move: Omit<PointerMove, 'expectedPrevious'> & { readonly expectedPrevious?: string | undefined },
): Promise<string | undefined> {
  const rows = await tx.query<{ label: string }>(
    'select label from pointers where project = $1 and name = $2 for update',
    [move.project, move.name],
  );
  const before = oneOrNone(rows)?.label;
  if (before === move.label) return before;
  if ('expectedPrevious' in move && before !== move.expectedPrevious)
    throw new StewardError('pointer_moved', { pointer: move.name, stands: before ?? 'nothing' });
  await tx.query(
    `insert into pointers (project, name, label, set_by, set_at) values ($1, $2, $3, $4, $5)
     on conflict (project, name) do update set label = $3, set_by = $4, set_at = $5`,
    [move.project, move.name, move.label, actorText(move.actor), move.at],
  );
  await append(tx, {
    at: move.at,
    actor: move.actor,
    action: `${move.name}.set`,
    subject: `project/${move.project}`,
    key: `pointer/${move.project}/${move.name}/${move.at}/${move.label}`,
    data: { from: before ?? null, to: move.label, why: move.why },
  });
  return before;
}
