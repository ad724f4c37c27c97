import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Tx } from './database';

/** Names of the migrations that this program has and the database has not; all of them where nothing was migrated yet. */
export async function missingMigrations(tx: Tx): Promise<readonly string[]> {
  const files = await readdir(path.join(__dirname, 'migrations'));
  const ours = files.map((file) => path.parse(file).name).sort();
  const [table] = await tx.query<{ there: boolean }>(`select to_regclass('schema_migrations') is not null as there`);
  if (table?.there !== true) return ours;
  const rows = await tx.query<{ name: string }>('select name from schema_migrations');
  const run = new Set(rows.map(({ name }) => name));
  return ours.filter((name) => !run.has(name));
}
