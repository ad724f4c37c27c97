import type { Actor } from '../domain/actor';
import type { Digest } from '../domain/digest';
import type { ImportSummary, OutcomeImport } from '../domain/outcomes/import';
import type { Instant } from '../domain/release/release';
import { exactlyOne, oneOrNone, type Tx } from './database';

interface ImportRow {
  id: number;
  digest: Digest;
  project: string;
  source: string;
  imported_by: Actor;
  imported_at: Instant;
  summary: ImportSummary;
  told_at: Instant | null;
}

/** An import as it is kept. */
export interface KeptImport extends OutcomeImport {
  /** Of what was delivered. */
  readonly digest: Digest;
  /** When the channel was told. */
  readonly toldAt?: Instant;
}

function toImport(row: ImportRow): KeptImport {
  return {
    id: row.id,
    digest: row.digest,
    project: row.project,
    source: row.source,
    importedBy: row.imported_by,
    importedAt: row.imported_at,
    summary: row.summary,
    ...(row.told_at === null ? {} : { toldAt: row.told_at }),
  };
}

/** Keys are the project's own: another project may use the same. */
export async function findImportByKey(tx: Tx, project: string, key: string): Promise<KeptImport | undefined> {
  const rows = await tx.query<ImportRow>('select * from outcome_imports where key = $1', [`${project}/${key}`]);
  const row = oneOrNone(rows);
  return row && toImport(row);
}

/** The import; one that is not there is a programming error. */
export async function getImport(tx: Tx, id: number): Promise<KeptImport> {
  return toImport(exactlyOne(await tx.query<ImportRow>('select * from outcome_imports where id = $1', [id])));
}

export async function insertImport(
  tx: Tx,
  kept: Omit<OutcomeImport, 'id'> & { readonly key: string; readonly digest: Digest },
): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into outcome_imports (key, digest, project, source, imported_by, imported_at, summary)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [
      `${kept.project}/${kept.key}`,
      kept.digest,
      kept.project,
      kept.source,
      JSON.stringify(kept.importedBy),
      kept.importedAt,
      JSON.stringify(kept.summary),
    ],
  );
  return exactlyOne(rows).id;
}

/** The channel has the import's card; said once. */
export async function noteTold(tx: Tx, id: number, at: Instant): Promise<void> {
  await tx.query('update outcome_imports set told_at = $2 where id = $1 and told_at is null', [id, at]);
}

/**
 * Imports since `from` that no channel was told of though their project has a live one, and that are not from after
 * `before`: oldest first, at most 20.
 */
export async function listUntoldImports(tx: Tx, from: Instant, before: Instant): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select i.id from outcome_imports i
     where i.told_at is null and i.imported_at > $1 and i.imported_at < $2
       and exists (select 1 from conversations c where c.project = i.project and c.state = 'live')
     order by i.imported_at limit 20`,
    [from, before],
  );
  return rows.map(({ id }) => id);
}
