import { createHash } from 'node:crypto';
import { connectDatabase } from '../../database/database';
import { start } from './release-fixtures';

export interface TestRow {
  readonly reference: string;
  readonly score?: number;
  readonly scoredAt?: string;
}

/** Keeps scored rows as a gateway does, with its login and nothing else; `hmeq` on production, release 1 of v1 unless said. */
export async function recordTestRows(
  gatewayUrl: string,
  rows: readonly TestRow[],
  by: { project?: string; environment?: string; release?: number; version?: string } = {},
): Promise<void> {
  const { project = 'hmeq', environment = 'production', release = 1, version = 'v1' } = by;
  const gateway = connectDatabase({ url: gatewayUrl, max: 1 });
  const inputs = '{"LOAN":1500}';
  const hash = createHash('sha256').update(inputs).digest();
  try {
    await gateway.query('select * from record_scored_rows($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      project,
      environment,
      release,
      version,
      `sha256:${'0'.repeat(64)}`,
      rows.map(({ reference }) => reference),
      rows.map(() => hash),
      rows.map(({ scoredAt }) => scoredAt ?? start),
      rows.map(({ score }) => score ?? 0.5),
      rows.map(() => inputs),
    ]);
  } finally {
    await gateway.close();
  }
}
