import { type Actor, actorText } from '../domain/actor';
import { versionLabel } from '../domain/ids';
import type { PackageManifest } from '../domain/package/manifest';
import type { Instant } from '../domain/release/release';
import { StewardError } from '../domain/errors';
import { append } from './audit';
import { exactlyOne, oneOrNone, type Tx } from './database';
import { movePointer } from './pointers';

export interface Version {
  readonly project: string;
  readonly number: number;
  readonly label: string;
  readonly manifest: PackageManifest;
  /** Directory object id of who registered it. */
  readonly modeller: string;
  readonly registeredBy: string;
  readonly registeredAt: Instant;
}

interface VersionRow {
  project: string;
  number: number;
  label: string;
  manifest: PackageManifest;
  modeller: string;
  registered_by: string;
  registered_at: Instant;
}

function toVersion(row: VersionRow): Version {
  return {
    project: row.project,
    number: row.number,
    label: row.label,
    manifest: row.manifest,
    modeller: row.modeller,
    registeredBy: row.registered_by,
    registeredAt: row.registered_at,
  };
}

export async function findVersion(tx: Tx, project: string, label: string): Promise<Version | undefined> {
  const rows = await tx.query<VersionRow>('select * from versions where project = $1 and label = $2', [
    project,
    label.toLowerCase(),
  ]);
  const row = oneOrNone(rows);
  return row && toVersion(row);
}

/** Throws `version_unknown`. */
export async function getVersion(tx: Tx, project: string, label: string): Promise<Version> {
  const found = await findVersion(tx, project, label);
  if (!found) throw new StewardError('version_unknown', { project, version: label });
  return found;
}

/** Newest first. */
export async function listVersions(tx: Tx, project: string, limit = 20): Promise<Version[]> {
  const rows = await tx.query<VersionRow>('select * from versions where project = $1 order by number desc limit $2', [
    project,
    limit,
  ]);
  return rows.map(toVersion);
}

export async function countVersions(tx: Tx, project: string): Promise<number> {
  const rows = await tx.query<{ count: number }>('select count(*) from versions where project = $1', [project]);
  return exactlyOne(rows).count;
}

export interface Registration {
  readonly version: Version;
  /** `new`; or the package is there already: byte for byte, or the same files packed differently. */
  readonly outcome: 'new' | 'same-bytes' | 'same-files';
  readonly becameChampion: boolean;
}

/**
 * Registers a stored package: the next number of the project, its audit row, and the champion pointer if it is the
 * first. A package that is there already is answered with its version and changes nothing.
 */
export async function registerVersion(
  tx: Tx,
  project: string,
  manifest: PackageManifest,
  who: { modeller: string; actor: Actor; at: Instant },
): Promise<Registration> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`versions/${project}`]);
  const known = await tx.query<VersionRow>(
    `select * from versions where project = $1 and (package_digest = $2 or tree_digest = $3)
     order by (package_digest = $2) desc, number limit 1`,
    [project, manifest.packageDigest, manifest.treeDigest],
  );
  const [earlier] = known;
  if (earlier) {
    const outcome = earlier.manifest.packageDigest === manifest.packageDigest ? 'same-bytes' : 'same-files';
    return { version: toVersion(earlier), outcome, becameChampion: false };
  }
  const [last] = await tx.query<{ number: number }>(
    'select coalesce(max(number), 0)::int as number from versions where project = $1',
    [project],
  );
  const number = (last?.number ?? 0) + 1;
  const label = versionLabel(number);
  await tx.query(
    `insert into versions (project, number, label, package_digest, tree_digest, bytes, manifest, modeller,
       registered_by, registered_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      project,
      number,
      label,
      manifest.packageDigest,
      manifest.treeDigest,
      manifest.bytes,
      JSON.stringify(manifest),
      who.modeller,
      actorText(who.actor),
      who.at,
    ],
  );
  const becameChampion = number === 1;
  if (becameChampion)
    await movePointer(tx, { project, name: 'champion', label, actor: who.actor, at: who.at, why: 'first version' });
  await append(tx, {
    at: who.at,
    actor: who.actor,
    action: 'version.registered',
    subject: `version/${project}/${label}`,
    key: `version/${project}/${label}/registered`,
    data: {
      package: manifest.packageDigest,
      tree: manifest.treeDigest,
      modeller: who.modeller,
      format: manifest.format,
    },
  });
  return {
    version: {
      project,
      number,
      label,
      manifest,
      modeller: who.modeller,
      registeredBy: actorText(who.actor),
      registeredAt: who.at,
    },
    outcome: 'new',
    becameChampion,
  };
}
