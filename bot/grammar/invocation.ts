import type { StewardError } from '../../domain/errors';

/** One command as it was asked for, by a typed line or by a button; nothing has been looked up or done yet. */
export interface Invocation {
  /** The name of its spec. */
  readonly command: string;
  /** By argument name; one that was left out is not there. */
  readonly args: Readonly<Record<string, string>>;
  /** By flag name; `true` for a flag without a value. */
  readonly flags: Readonly<Record<string, string | true>>;
  /** As typed, inner white space as single spaces; never empty. */
  readonly reason?: string;
}

/** Why a line is no invocation. */
export interface GrammarRefusal {
  readonly ok: false;
  readonly error: StewardError;
  /** Where in the normalised line, from 1. */
  readonly column: number;
  /** The name of a command or flag that was perhaps meant: to be shown, never to be run. */
  readonly suggestion?: string;
}

export type Parsed = { readonly ok: true; readonly invocation: Invocation } | GrammarRefusal;
