import type { Digest } from '../domain/digest';
import type { EnvironmentObservation } from '../domain/observation/observation';
import type { Instant } from '../domain/release/release';
import { oneOrNone, type Tx } from './database';

interface ObservationRow {
  project: string;
  environment: string;
  release: number;
  version: string;
  state: EnvironmentObservation['state'];
  since: Instant;
  findings: EnvironmentObservation['findings'];
  troubled: boolean;
  asked_at: Instant;
  seen: EnvironmentObservation['seen'] | null;
  seen_at: Instant | null;
  answered: EnvironmentObservation['answered'] | null;
}

/** The last look at an environment; undefined before the first one. */
export async function findObservation(
  tx: Tx,
  project: string,
  environment: string,
): Promise<EnvironmentObservation | undefined> {
  const rows = await tx.query<ObservationRow>('select * from observations where project = $1 and environment = $2', [
    project,
    environment,
  ]);
  const row = oneOrNone(rows);
  return row && toObservation(row);
}

function toObservation(row: ObservationRow): EnvironmentObservation {
  const { project, environment, release, version, state, since, findings, troubled } = row;
  return {
    ...{ project, environment, release, version, state, since, findings, troubled },
    askedAt: row.asked_at,
    ...(row.seen && { seen: row.seen }),
    ...(row.seen_at !== null && { seenAt: row.seen_at }),
    ...(row.answered && { answered: row.answered }),
  };
}

/** In place of the look before. */
export async function keepObservation(tx: Tx, observation: EnvironmentObservation): Promise<void> {
  const { project, environment, release, version, state, since, troubled, askedAt, seenAt } = observation;
  const { findings, seen, answered } = observation;
  const json = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value));
  await tx.query(
    `insert into observations (project, environment, release, version, state, since, findings, troubled, asked_at, seen,
       seen_at, answered)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (project, environment) do update set release = excluded.release, version = excluded.version,
       state = excluded.state, since = excluded.since, findings = excluded.findings, troubled = excluded.troubled,
       asked_at = excluded.asked_at, seen = excluded.seen, seen_at = excluded.seen_at, answered = excluded.answered`,
    [
      ...[project, environment, release, version, state, since, JSON.stringify(findings), troubled, askedAt],
      ...[json(seen), seenAt ?? null, json(answered)],
    ],
  );
}

/** An environment that something serves, by our own record. */
export interface ServedEnvironment {
  readonly project: string;
  readonly environment: string;
  readonly release: number;
  readonly version: string;
  readonly image: Digest;
  /** A release that is being carried out there: staged, verified or switched. */
  readonly underWay: number | null;
}

const served = `select s.project, s.environment, s.release, s.version, s.image_digest as image, (
    select r.number from releases r
    where r.project = s.project and r.environment = s.environment and r.state = 'approved' limit 1
  ) as "underWay" from servings s where s.until is null`;

export function listServed(tx: Tx): Promise<ServedEnvironment[]> {
  return tx.query<ServedEnvironment>(`${served} order by s.project, s.environment`);
}

export async function findServed(tx: Tx, project: string, environment: string): Promise<ServedEnvironment | undefined> {
  const rows = await tx.query<ServedEnvironment>(`${served} and s.project = $1 and s.environment = $2`, [
    project,
    environment,
  ]);
  return oneOrNone(rows);
}
