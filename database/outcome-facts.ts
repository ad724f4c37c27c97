import type { Instant } from '../domain/release/release';
import type { Tx } from './database';
import { getImport, type KeptImport } from './outcome-imports';
import { findPeople } from './people';
import { getProject } from './projects';

/** All that an import's card is drawn from, as of now. */
export interface OutcomeFacts {
  readonly import: KeptImport;
  readonly title: string;
  readonly outcome: { readonly name: string; readonly event: string };
  readonly known: readonly { readonly environment: string; readonly rows: number; readonly known: number }[];
  readonly judged: readonly string[];
  /** Whether a window with rows of the time of the matched ones was closed before the outcomes came. */
  readonly closedBefore: boolean;
  readonly people: Readonly<Record<string, string>>;
}

export async function readOutcomeFacts(tx: Tx, id: number): Promise<OutcomeFacts> {
  const kept = await getImport(tx, id);
  const { file } = await getProject(tx, kept.project);
  const { importedBy, summary } = kept;
  const named = importedBy.kind === 'person' ? await findPeople(tx, [importedBy.objectId]) : {};
  const names = Object.fromEntries(Object.entries(named).map(([person, { name }]) => [person, name]));
  return {
    import: kept,
    title: file.project,
    outcome: file.contract.outcome,
    known: summary.scored ? await countKnown(tx, kept.project, summary.scored) : [],
    judged: file.monitoring?.environments ?? [],
    closedBefore: summary.scored !== undefined && (await hadClosedWindow(tx, kept, summary.scored)),
    people: { ...file.people, ...names },
  };
}

async function hadClosedWindow(
  tx: Tx,
  { project, importedAt }: KeptImport,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from windows where project = $1 and closed_at < $2
       and from_at < $4::timestamptz + interval '1 millisecond' and to_at >= $3 limit 1`,
    [project, importedAt, from, to],
  );
  return rows.length > 0;
}

/** Rows that were scored in a time, both ends included to the millisecond, and how many of them have an outcome. */
function countKnown(
  tx: Tx,
  project: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<OutcomeFacts['known']> {
  // Asked of each row by the key of outcomes: a join goes badly wrong where the tables are new to the planner.
  return tx.query(
    `select r.environment, count(*) as rows, count(*) filter (where exists (
       select 1 from outcomes o where o.project = $1 and o.reference = r.reference and o.revision = 1
     )) as known
     from scored_rows r
     where r.project = $1 and r.scored_at >= $2 and r.scored_at < $3::timestamptz + interval '1 millisecond'
     group by r.environment order by r.environment`,
    [project, from, to],
  );
}
