import type { Command } from 'commander';
import { migrate } from '../database/migrate';
import { missingMigrations } from '../database/missing-migrations';
import { isStewardError } from '../domain/errors';
import type { CliContext } from './context';

/** Milliseconds between two looks. */
const pauseMs = 2_000;

export function addMigrateVerb(program: Command, context: CliContext): void {
  program
    .command('migrate')
    .option('--wait', 'change nothing; return once the schema is as new as this program, as the application role')
    .description("bring the database to this program's schema, as its owner")
    .action(async ({ wait }: { wait?: true }) => {
      if (wait) return awaitSchema(context);
      const run = await migrate(context.ownerUrl());
      context.print(run.length === 0 ? 'The database is up to date.' : `Migrated: ${run.join(', ')}.`);
    });
}

/** Each thing that is waited for is said once. A database that is away may come; a refused login is waited for as well. */
async function awaitSchema(context: CliContext): Promise<void> {
  const database = context.database();
  let said = '';
  for (;;) {
    const missing = await missingMigrations(database).catch((error: unknown) => {
      if (isStewardError(error) && error.code === 'database_away') return undefined;
      throw error;
    });
    if (missing?.length === 0) return context.print('The database is up to date.');
    const waits = missing === undefined ? 'PostgreSQL does not answer yet.' : `Not there yet: ${missing.join(', ')}.`;
    if (waits !== said) context.warn(waits);
    said = waits;
    await context.client.wait(pauseMs, context.interruption());
  }
}
