import type { Database } from '../../database/database';
import { listUntoldImports } from '../../database/outcome-imports';
import { errorText } from '../../domain/errors';
import type { MonitorEngine } from '../../domain/ports/engine';
import type { Instant } from '../../domain/release/release';

export interface UntoldDependencies {
  readonly database: Database;
  readonly imports: Pick<MonitorEngine, 'announceImport'>;
  readonly now: () => Instant;
  /** Told of an import that could not be announced. */
  readonly reportImport: (line: { import: number; what: string }) => void;
}

/** An import of a moment ago is just being announced. */
const graceMs = 15_000;
const day = 86_400_000;

/** Announces the imports of the last day that the channel never heard of: the engine or the channel was away. */
export async function announceUntold(deps: UntoldDependencies): Promise<void> {
  const now = Date.parse(deps.now());
  const [from, before] = [new Date(now - day).toISOString(), new Date(now - graceMs).toISOString()];
  for (const id of await listUntoldImports(deps.database, from, before)) {
    try {
      await deps.imports.announceImport(id);
    } catch (error) {
      deps.reportImport({ import: id, what: `not announced: ${errorText(error)}` });
    }
  }
}
