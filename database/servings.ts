import type { Digest } from '../domain/digest';
import type { Instant, ServingRecord } from '../domain/release/release';
import type { ServedRelease } from '../domain/release/rollback-target';
import { oneOrNone, type Tx } from './database';

interface ServingRow {
  release: number;
  version: string;
  package_digest: Digest;
  image_digest: Digest;
  since: string;
}

function toServing(row: ServingRow): ServingRecord {
  return {
    release: row.release,
    version: row.version,
    packageDigest: row.package_digest,
    imageDigest: row.image_digest,
    since: row.since,
  };
}

/** What an environment runs now, by our own record. */
export async function findServing(tx: Tx, project: string, environment: string): Promise<ServingRecord | undefined> {
  const rows = await tx.query<ServingRow>(
    'select * from servings where project = $1 and environment = $2 and until is null',
    [project, environment],
  );
  const row = oneOrNone(rows);
  return row && toServing(row);
}

/** Everything that ever served in an environment, oldest first (the last 200). */
export async function listServings(tx: Tx, project: string, environment: string): Promise<ServedRelease[]> {
  const rows = await tx.query<ServingRow & { kind: ServedRelease['kind'] }>(
    `select s.*, r.kind from servings s join releases r on r.number = s.release
     where s.project = $1 and s.environment = $2 order by s.id desc limit 200`,
    [project, environment],
  );
  return rows.reverse().map((row) => ({ ...toServing(row), kind: row.kind }));
}

/** Ends the present record of the environment and opens the release's; again for the same release changes nothing. */
export async function recordServing(
  tx: Tx,
  place: { project: string; environment: string },
  serving: ServingRecord,
): Promise<void> {
  const known = await tx.query('select 1 from servings where release = $1', [serving.release]);
  if (known.length > 0) return;
  await tx.query('update servings set until = $3 where project = $1 and environment = $2 and until is null', [
    place.project,
    place.environment,
    serving.since,
  ]);
  await tx.query(
    `insert into servings (project, environment, release, version, package_digest, image_digest, since)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      place.project,
      place.environment,
      serving.release,
      serving.version,
      serving.packageDigest,
      serving.imageDigest,
      serving.since,
    ],
  );
}

/** Environments in which something ever served, and when they were last judged. */
export function listServedEnvironments(
  tx: Tx,
): Promise<{ readonly project: string; readonly environment: string; readonly judgedAt: Instant | null }[]> {
  return tx.query(
    `select s.project, s.environment, (
       select evaluated_at from evaluations e where e.project = s.project and e.environment = s.environment
       order by e.number desc limit 1
     ) as "judgedAt" from (select distinct project, environment from servings) s order by 1, 2`,
  );
}
