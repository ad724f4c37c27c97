import type { Request } from 'restify';
import type { Database } from '../database/database';
import type { Logger } from '../domain/logger';
import type { MonitorEngine, RegistrationEngine } from '../domain/ports/engine';
import type { Instant } from '../domain/release/release';

/** A command of the chat, for a program that helps people to type it. */
export interface CommandHint {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly kind: string;
    readonly required: boolean;
    readonly after?: string;
  }[];
  readonly examples: readonly string[];
}

export interface ApiDependencies {
  readonly database: Database;
  readonly registrations: RegistrationEngine;
  readonly imports: Pick<MonitorEngine, 'announceImport'>;
  /** What the bot understands, as help tells it. */
  readonly commands: readonly CommandHint[];
  /** Folder for packages on their way to registration; shared with the builder. */
  readonly uploads: string;
  /** The longest body of a registration, in bytes. */
  readonly uploadLimit: number;
  readonly readiness: () => Promise<{ readonly ready: boolean }>;
  readonly now: () => Instant;
  /** A fresh name, unique for good. */
  readonly newName: () => string;
  readonly logger: Logger;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

export type Handler = (deps: ApiDependencies, request: Request) => Promise<Answer>;
