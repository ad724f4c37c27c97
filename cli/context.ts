import type { Database } from '../database/database';
import type { Checked } from '../domain/check';
import type { StockItem } from '../domain/stock/stock';
import type { MonitorEngine, RegistrationEngine } from '../domain/ports/engine';
import type { Instant } from '../domain/release/release';
import type { ClientDependencies } from '../serving/client/score-batch';

/** What verbs work with; servers are connected to when a verb first asks for them. */
export interface CliContext {
  readonly database: () => Database;
  readonly ownerUrl: () => string;
  /** Tests each connection and right that the settings name. */
  readonly check: () => Promise<readonly Checked[]>;
  /** Reads all that takes room where packages and images are kept, in the repositories of these projects. */
  readonly stock: (
    projects: readonly string[],
  ) => Promise<{ readonly place: string; readonly items: readonly StockItem[] }>;
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
  /** A line for people where `print` carries data. */
  readonly warn: (line: string) => void;
  /** Writes over the line before; undefined where nobody watches. */
  readonly progress: ((line: string) => void) | undefined;
  /** From the first call on Ctrl-C aborts it once instead of ending the process. */
  readonly interruption: () => AbortSignal;
  /** What the scoring client works with. */
  readonly client: ClientDependencies;
  /** Runs a program of this project and forwards what it says; resolves with its exit code. */
  readonly runProgram: (
    entry: string,
    env: Readonly<Record<string, string>>,
    onLine: (line: string) => void,
  ) => Promise<number>;
}
