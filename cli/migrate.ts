import type { Command } from 'commander';
import { migrate } from '../database/migrate';
import { missingMigrations } from '../database/missing-migrations';
import { errorText, isStewardError } from '../domain/errors';
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

/**
 * Each thing that is waited for is said once, by PostgreSQL's own words where it lets nobody in: it may come, and so may a
 * login or a database that is not there yet, but a wrong password does not, and only its words tell them apart.
 */
async function awaitSchema(context: CliContext): Promise<void> {
  const database = context.database();
  let said = '';
  for (;;) {
    const waits = await missingMigrations(database).then(
      (missing) => (missing.length === 0 ? undefined : `Not there yet: ${missing.join(', ')}.`),
      (error: unknown) => {
        if (!isStewardError(error) || error.code !== 'database_away') throw error;
        return `PostgreSQL does not let us in yet: ${errorText(error.cause)}.`;
      },
    );
    if (waits === undefined) return context.print('The database is up to date.');
    if (waits !== said) context.warn(waits);
    said = waits;
    await context.client.wait(pauseMs, context.interruption());
  }
}
