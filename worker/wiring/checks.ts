import type { Connection } from '@temporalio/client';
import type { Database } from '../../database/database';
import { StewardError } from '../../domain/errors';
import { checkTemporal } from '../../workflows/client/connect-client';
import type { HealthCheck } from '../health/health-server';

/** The newest migration that this program's statements need. */
export const neededMigration = '0006_taking_over';

/** PostgreSQL answers, and its schema is at least this program's. */
export function databaseCheck(database: Database): HealthCheck {
  return async () => {
    const rows = await database.query('select 1 from schema_migrations where name = $1', [neededMigration]);
    if (rows.length === 0) throw new StewardError('schema_old');
  };
}

export function temporalCheck(connection: Connection, namespace: string): HealthCheck {
  return () => checkTemporal(connection, namespace);
}
