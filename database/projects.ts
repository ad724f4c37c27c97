import type { Actor } from '../domain/actor';
import { actorText } from '../domain/actor';
import type { Json } from '../domain/canonical-json';
import type { Digest } from '../domain/digest';
import { StewardError } from '../domain/errors';
import type { ProjectFile } from '../domain/project';
import type { Instant } from '../domain/release/release';
import { append } from './audit';
import { oneOrNone, type Tx } from './database';
import { closeAlertsOutside } from './settle-alerts';

export interface AppliedProject {
  readonly file: ProjectFile;
  readonly hash: Digest;
  readonly appliedAt: Instant;
  readonly appliedBy: string;
}

interface ProjectRow {
  body: ProjectFile;
  hash: Digest;
  applied_at: Instant;
  applied_by: string;
}

function toApplied(row: ProjectRow): AppliedProject {
  return { file: row.body, hash: row.hash, appliedAt: row.applied_at, appliedBy: row.applied_by };
}

const newest = `select distinct on (project) body, hash, applied_at, applied_by from project_files`;

export async function findProject(tx: Tx, project: string): Promise<AppliedProject | undefined> {
  const rows = await tx.query<ProjectRow>(`${newest} where project = $1 order by project, id desc`, [project]);
  const row = oneOrNone(rows);
  return row && toApplied(row);
}

/** Every project's applied file, by name. */
export async function listProjects(tx: Tx): Promise<AppliedProject[]> {
  return (await tx.query<ProjectRow>(`${newest} order by project, id desc`)).map(toApplied);
}

/** Throws `project_unknown`, naming the projects there are. */
export async function getProject(tx: Tx, project: string): Promise<AppliedProject> {
  const found = await findProject(tx, project);
  if (found) return found;
  const names = (await listProjects(tx)).map((applied) => applied.file.project);
  throw new StewardError('project_unknown', { project, projects: names.join(', ') || 'none yet' });
}

/** The KS that was agreed by each of these files of a project, by their hash; none for a file that has nothing judged. */
export async function listThresholds(
  tx: Tx,
  project: string,
  hashes: readonly Digest[],
): Promise<ReadonlyMap<Digest, number>> {
  const rows = await tx.query<{ hash: Digest; threshold: number }>(
    `select distinct hash, (body->'monitoring'->>'threshold')::double precision as threshold from project_files
     where project = $1 and hash = any($2) and body->'monitoring'->>'threshold' is not null`,
    [project, [...new Set(hashes)]],
  );
  return new Map(rows.map(({ hash, threshold }) => [hash, threshold]));
}

/**
 * Whether the applied project file has the environment; none that takes it out is applied until commit. For what is
 * written of an environment that was looked at for some time.
 */
export async function holdEnvironment(tx: Tx, project: string, environment: string): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock_shared(hashtext($1))', [`project/${project}`]);
  return environment in ((await findProject(tx, project))?.file.environments ?? {});
}

/** Stores a parsed file by its hash; the same file again changes nothing. Returns whether it was new. */
export async function applyProject(
  tx: Tx,
  file: ProjectFile,
  facts: { hash: Digest; source: string; changes: readonly string[]; actor: Actor; at: Instant },
): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`project/${file.project}`]);
  const current = await findProject(tx, file.project);
  if (current?.hash === facts.hash) return false;
  const [row] = await tx.query<{ id: number }>(
    `insert into project_files (project, hash, body, source, applied_at, applied_by)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [file.project, facts.hash, JSON.stringify(file), facts.source, facts.at, actorText(facts.actor)],
  );
  await closeAlertsOutside(tx, file, facts.actor, facts.at);
  const data: Json = { hash: facts.hash, previous: current?.hash ?? null, changes: facts.changes };
  await append(tx, {
    at: facts.at,
    actor: facts.actor,
    action: 'project.applied',
    subject: `project/${file.project}`,
    key: `project/${file.project}/${row?.id}`,
    data,
  });
  return true;
}
