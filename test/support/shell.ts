import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import type { CliContext } from '../../cli/context';
import { createProgram } from '../../cli/program';

export interface Typed {
  /** What was printed, line by line. */
  readonly lines: readonly string[];
  /** What was said to people beside what was printed. */
  readonly warnings: readonly string[];
  /** What the program itself complains of: verbs and options that it does not know. */
  readonly complaint: string;
  /** What ended the verb, if anything did. */
  readonly error?: unknown;
}

/** Types a command line into the shell's program, in this process and with this context. */
export type Shell = (...words: readonly string[]) => Promise<Typed>;

/** Verbs that reach for what the context does not give fail the test. */
export function createShell(given: Partial<CliContext>): Shell {
  return async (...words) => {
    const lines: string[] = [];
    const warnings: string[] = [];
    const complaints: string[] = [];
    const program = createProgram({
      database: unexpected('the database'),
      ownerUrl: unexpected('the owner of the database'),
      check: unexpected('the checks'),
      stock: unexpected('the store'),
      registrations: unexpected('the engine'),
      imports: unexpected('the engine'),
      uploads: unexpected('the uploads'),
      localUser: 'tester',
      localPerson: () => undefined,
      now: () => new Date().toISOString(),
      newSecret: randomUUID,
      newName: randomUUID,
      runProgram: unexpected('another program'),
      print: (line) => void lines.push(line),
      warn: (line) => void warnings.push(line),
      progress: undefined,
      interruption: () => new AbortController().signal,
      client: {
        fetch,
        wait: (ms, signal) => wait(ms, undefined, { signal }),
        elapsed: () => performance.now(),
        random: () => 0.5,
      },
      ...given,
    });
    quieten(program, (text) => void complaints.push(text));
    const error: unknown = await program.parseAsync([...words], { from: 'user' }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { lines, warnings, complaint: complaints.join(''), ...(error === undefined ? {} : { error }) };
  };
}

function unexpected(what: string): () => never {
  return () => {
    throw new Error(`this verb should not need ${what}`);
  };
}

/** The program ends the process on its own complaints; here it throws. */
function quieten(command: Command, write: (text: string) => void): void {
  command.exitOverride().configureOutput({ writeOut: write, writeErr: write });
  for (const verb of command.commands) quieten(verb, write);
}
