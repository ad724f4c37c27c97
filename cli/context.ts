import type { Database } from '../database/database';
import type { MonitorEngine, RegistrationEngine } from '../domain/ports/engine';
import type { Instant } from '../domain/release/release';

/** What verbs work with; servers are connected to when a verb first asks for them. */
export interface CliContext {
  readonly database: () => Database;
  readonly ownerUrl: () => string;
  readonly registrations: () => RegistrationEngine;
  readonly imports: () => Pick<MonitorEngine, 'announceImport'>;
  /** Folder shared with the builder, for packages on their way to registration. */
  readonly uploads: () => string;
  /** Name of the shell's user, as the operating system tells it: not a verified person. */
  readonly localUser: string;
  /** Directory object id that the shell acts for where somebody must be named, if it is set. */
  readonly localPerson: () => string | undefined;
  readonly now: () => Instant;
  readonly newSecret: () => string;
  readonly newName: () => string;
  readonly print: (line: string) => void;
  /** Runs a program of this project and forwards what it says; resolves with its exit code. */
  readonly runProgram: (
    entry: string,
    env: Readonly<Record<string, string>>,
    onLine: (line: string) => void,
  ) => Promise<number>;
}
