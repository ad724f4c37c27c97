import { createHash } from 'node:crypto';
import { Client } from 'pg';
import type { Database } from '../../database/database';
import type { ScoredRow } from '../../domain/scoring/scored-row';
import { exactlyOne } from '../../database/database';

/** The deployment that the rows of a test were scored by. */
export interface TestDeployment {
  readonly project: string;
  readonly environment: string;
  readonly release: number;
  readonly version: string;
  readonly packageDigest: string;
}

/** Keeps rows as the scoring gateway does: with its login and its one function. */
export async function recordRows(gatewayUrl: string, by: TestDeployment, rows: readonly ScoredRow[]): Promise<void> {
  const client = new Client({ connectionString: gatewayUrl });
  await client.connect();
  try {
    await client.query('select * from record_scored_rows($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      by.project,
      by.environment,
      by.release,
      by.version,
      by.packageDigest,
      rows.map(({ reference }) => reference),
      rows.map(({ inputs }) => createHash('sha256').update(JSON.stringify(inputs)).digest()),
      rows.map(({ scoredAt }) => scoredAt),
      rows.map(({ score }) => score),
      rows.map(({ inputs }) => JSON.stringify(inputs)),
    ]);
  } finally {
    await client.end();
  }
}

export interface TestOutcome {
  readonly reference: string;
  readonly value: string;
  readonly observedAt: string;
  readonly revision?: number;
}

/** Keeps outcomes as an import does; `1` is the event. */
export async function recordOutcomes(
  database: Database,
  project: string,
  recordedAt: string,
  outcomes: readonly TestOutcome[],
): Promise<void> {
  const { id } = exactlyOne(
    await database.query<{ id: number }>(
      `insert into outcome_imports (key, digest, project, source, imported_by, imported_at, summary)
       values (gen_random_uuid()::text, 'sha256:test', $1, 'test', '{"kind":"system"}', $2, '{}') returning id`,
      [project, recordedAt],
    ),
  );
  await database.query(
    `insert into outcomes (project, reference, revision, value, event, observed_at, recorded_at, import)
     select $1, reference, revision, value, value = '1', observed_at, $2, $3
     from unnest($4::text[], $5::int[], $6::text[], $7::timestamptz[]) as o (reference, revision, value, observed_at)`,
    [
      project,
      recordedAt,
      id,
      outcomes.map(({ reference }) => reference),
      outcomes.map(({ revision = 1 }) => revision),
      outcomes.map(({ value }) => value),
      outcomes.map(({ observedAt }) => observedAt),
    ],
  );
}

/** Closes a window of the deployment over the rows with these references, which must be all between its ends. */
export async function closeWindow(
  database: Database,
  by: TestDeployment,
  number: number,
  references: readonly string[],
): Promise<void> {
  await database.query(
    `insert into windows (project, environment, number, release, version, from_at, from_id, to_at, to_id, ceiling_id, rows,
       row_hash, cut, closed_at)
     select $1, $2, $3, $4, $5,
       (array_agg(scored_at order by scored_at, id))[1], (array_agg(id order by scored_at, id))[1],
       (array_agg(scored_at order by scored_at desc, id desc))[1], (array_agg(id order by scored_at desc, id desc))[1],
       max(id), count(*), 'sha256:test', false, now()
     from scored_rows where project = $1 and environment = $2 and release = $4 and reference = any($6)`,
    [by.project, by.environment, number, by.release, by.version, [...references]],
  );
}
