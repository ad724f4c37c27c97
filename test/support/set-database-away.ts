import { Client as Postgres } from 'pg';
import { testServers } from './run-state';

/** Nobody can connect, and whoever is connected is cut off. */
export async function setDatabaseAway(url: string, away: boolean): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const admin = new Postgres({ connectionString: testServers().postgresUrl });
  await admin.connect();
  try {
    await admin.query(`alter database ${name} allow_connections ${!away}`);
    if (away) await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  } finally {
    await admin.end();
  }
}
