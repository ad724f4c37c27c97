import { actorText, type Actor } from '../domain/actor';
import { canonicalJson, type Json } from '../domain/canonical-json';
import type { Digest } from '../domain/digest';
import type { Instant } from '../domain/release/release';
import { hashBytes } from '../formats/hash';
import { type Database, exactlyOne, oneOrNone, type Tx } from './database';

export interface AuditEntry {
  readonly at: Instant;
  readonly actor: Actor;
  /** What happened: `release.requested`, `switch.intended`, `switch.observed`, … */
  readonly action: string;
  /** What it happened to: `release/17`, `version/hmeq/v4`, `project/hmeq`. */
  readonly subject: string;
  /** Idempotency: a second append under the same key changes nothing. */
  readonly key: string;
  /** No secrets, no applicants' data. */
  readonly data: Json;
}

export interface AuditRow {
  readonly seq: number;
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly key: string;
  readonly data: Json;
  readonly previous: Digest;
  readonly hash: Digest;
}

/**
 * Appends to the chain inside the caller's transaction: SHA-256 over the canonical JSON (RFC 8785) of the row and the
 * hash before it. The head row is locked last and until commit, so callers take their own locks first.
 */
export async function append(tx: Tx, entry: AuditEntry): Promise<void> {
  const head = exactlyOne(await tx.query<{ seq: number; hash: Digest }>('select seq, hash from audit_head for update'));
  const known = await tx.query('select 1 from audit where key = $1', [entry.key]);
  if (known.length > 0) return;
  const content = { ...entry, actor: actorText(entry.actor), seq: head.seq + 1, previous: head.hash };
  const row: AuditRow = { ...content, hash: hashRow(content) };
  await tx.query(
    `insert into audit (seq, at, actor, action, subject, key, data, previous, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [row.seq, row.at, row.actor, row.action, row.subject, row.key, JSON.stringify(row.data), row.previous, row.hash],
  );
  await tx.query('update audit_head set seq = $1, hash = $2', [row.seq, row.hash]);
}

export function hashRow(row: Omit<AuditRow, 'hash'>): Digest {
  const { seq, at, actor, action, subject, key, data, previous } = row;
  return hashBytes(canonicalJson({ seq, at, actor, action, subject, key, data, previous }));
}

/** The audit rows of a subject, oldest first; at most 500. */
export function readAuditOf(tx: Tx, subject: string): Promise<AuditRow[]> {
  return tx.query<AuditRow>('select * from audit where subject = $1 order by seq limit 500', [subject]);
}

/** The row that was written under a key. */
export async function findAuditRow(tx: Tx, key: string): Promise<AuditRow | undefined> {
  return oneOrNone(await tx.query<AuditRow>('select * from audit where key = $1', [key]));
}

export type AuditVerdict =
  | { readonly intact: true; readonly rows: number; readonly head: Digest }
  | { readonly intact: false; readonly seq: number; readonly why: string };

/**
 * Recomputes the whole chain in batches, oldest first, and compares its end with the head row. Names the first row that
 * is missing, changed or out of place. Whoever can rewrite every row can forge a chain: compare the head with one that
 * was noted elsewhere.
 */
export async function verifyAudit(database: Database, batch = 1_000): Promise<AuditVerdict> {
  const head = exactlyOne(await database.query<{ seq: number; hash: Digest }>('select seq, hash from audit_head'));
  let seq = 0;
  let hash: string = `sha256:${'0'.repeat(64)}`;
  while (seq < head.seq) {
    const rows = await database.query<AuditRow>(
      'select * from audit where seq > $1 and seq <= $2 order by seq limit $3',
      [seq, head.seq, batch],
    );
    for (const row of rows) {
      if (row.seq !== seq + 1) return { intact: false, seq: seq + 1, why: 'the row is missing' };
      if (row.previous !== hash) return { intact: false, seq: row.seq, why: 'it does not continue the row before it' };
      if (hashRow(row) !== row.hash) return { intact: false, seq: row.seq, why: 'its content was changed' };
      seq = row.seq;
      hash = row.hash;
    }
    if (rows.length === 0) return { intact: false, seq: seq + 1, why: 'the row is missing' };
  }
  return hash === head.hash
    ? { intact: true, rows: seq, head: head.hash }
    : { intact: false, seq, why: 'the head does not match the last row' };
}
