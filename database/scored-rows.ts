import { StewardError } from '../domain/errors';
import type { Instant } from '../domain/release/release';
import type { GapReason, ScoredBy } from '../domain/scoring/scored-row';
import { connectDatabase, exactlyOne, type Tx } from './database';

/** A scored row as it is recorded: its inputs as JSON text, and the SHA-256 by which a repeated row is known. */
export interface RowToRecord {
  readonly reference: string;
  readonly scoredAt: Instant;
  readonly score: number;
  readonly hash: Buffer;
  readonly inputs: string;
}

export interface RecordedRows {
  readonly recorded: number;
  /** There already, with the same inputs. */
  readonly repeated: number;
  /** Now dead letters, as their reference has other inputs. */
  readonly conflicting: number;
}

export interface GapToRecord {
  /** The gap is counted once under it. */
  readonly key: string;
  readonly reason: GapReason;
  readonly rows: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** All that a scoring gateway may say to PostgreSQL. All throw `database_away`. */
export interface ScoredRowsDatabase {
  recordRows(by: ScoredBy, rows: readonly RowToRecord[]): Promise<RecordedRows>;
  recordGap(by: ScoredBy, gap: GapToRecord): Promise<void>;
  /** For a row that the database does not take; `detail` says why. */
  recordDeadLetter(by: ScoredBy, row: RowToRecord, detail: string): Promise<void>;
  close(): Promise<void>;
}

/** Connects lazily, by the login of a scoring gateway. */
export function connectScoredRows(url: string): ScoredRowsDatabase {
  const database = connectDatabase({ url, max: 1, name: 'steward-gateway' });
  return {
    recordRows: (by, rows) => recordScoredRows(database, by, rows),
    recordGap: (by, gap) => recordScoringGap(database, by, gap),
    recordDeadLetter: (by, row, detail) => recordScoringDeadLetter(database, by, row, detail),
    close: () => database.close(),
  };
}

/** In one statement, so one transaction: all of the batch or nothing. */
export async function recordScoredRows(tx: Tx, by: ScoredBy, rows: readonly RowToRecord[]): Promise<RecordedRows> {
  return exactlyOne(
    await tx.query<RecordedRows>(
      `select recorded, repeated, conflicting
       from record_scored_rows($1, $2, $3, $4, $5, $6::text[], $7::bytea[], $8::timestamptz[], $9::float8[], $10::text[])`,
      [
        by.project,
        by.environment,
        by.release,
        by.version,
        by.packageDigest,
        rows.map(({ reference }) => reference),
        rows.map(({ hash }) => hash),
        rows.map(({ scoredAt }) => scoredAt),
        rows.map(({ score }) => score),
        rows.map(({ inputs }) => inputs),
      ],
    ),
  );
}

export async function recordScoringGap(tx: Tx, by: ScoredBy, gap: GapToRecord): Promise<void> {
  await tx.query('select record_scoring_gap($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    gap.key,
    by.project,
    by.environment,
    by.release,
    by.version,
    gap.reason,
    gap.rows,
    gap.firstAt,
    gap.lastAt,
  ]);
}

export async function recordScoringDeadLetter(tx: Tx, by: ScoredBy, row: RowToRecord, detail: string): Promise<void> {
  await tx.query('select record_scoring_dead_letter($1, $2, $3, $4, $5, $6, $7, $8)', [
    by.project,
    by.environment,
    by.release,
    by.version,
    row.reference,
    row.scoredAt,
    detail.slice(0, 500),
    Buffer.from(row.inputs),
  ]);
}

/** How many of the references are recorded rows of the environment. */
export async function countReferences(
  tx: Tx,
  at: { readonly project: string; readonly environment: string },
  references: readonly string[],
): Promise<number> {
  const sql = `select count(*)::integer as known from scored_references
    where project = $1 and environment = $2 and reference = any($3)`;
  return exactlyOne(await tx.query<{ known: number }>(sql, [at.project, at.environment, references])).known;
}

/**
 * Whether the database refuses the rows themselves (SQLSTATE 22: data, 23: constraints, 54: limits), so that they would be
 * refused for ever. Everything else passes: a connection, a lock, a right or a migration that is not there yet.
 */
export function refusesRows(error: unknown): boolean {
  if (error instanceof StewardError) return false;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^(22|23|54)[0-9A-Z]{3}$/.test(code);
}
