import path from 'node:path';
import { runner } from 'node-pg-migrate';

/**
 * Brings the database at `ownerUrl` to this program's schema: forward only, one migrator at a time (advisory lock), each
 * migration in its own transaction. Returns the names of the migrations that were run now.
 */
export async function migrate(ownerUrl: string, log: (line: string) => void = () => undefined): Promise<string[]> {
  const migrations = await runner({
    databaseUrl: ownerUrl,
    dir: path.join(__dirname, 'migrations'),
    direction: 'up',
    migrationsTable: 'schema_migrations',
    checkOrder: true,
    singleTransaction: false,
    log,
    verbose: false,
  });
  return migrations.map((migration) => migration.name);
}
