import type { Database } from '../../database/database';
import { holdOutcomes } from '../../database/outcomes';
import type { Instant } from '../../domain/release/release';

/** A time that no outcome recorded up to it is still to come for: what is read as of it can be read again. */
export function takeAsOf(
  { database, now }: { readonly database: Database; readonly now: () => Instant },
  project: string,
): Promise<Instant> {
  return database.transaction(async (tx) => {
    await holdOutcomes(tx, project);
    return now();
  });
}
