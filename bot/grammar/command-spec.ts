import type { Action } from '../../domain/permissions';

/** What an argument is, for the check of its form; whether such a thing exists is the command's to find out. */
export type ArgumentKind =
  | 'project'
  /** The file name of a package in the inbox; quoted when it holds spaces. */
  | 'package'
  /** A version's label as its registry writes it, or the word `champion`. */
  | 'version'
  /** `r17`. */
  | 'release'
  | 'environment'
  /** `a9`. */
  | 'alert'
  /** `t5`. */
  | 'retraining'
  /** `r17` or `t5`. */
  | 'task'
  /** 4 to 64 hex characters of the hash of what was shown. */
  | 'hash'
  /** A command's name; takes all the words that are left, so it stands last. */
  | 'command'
  | 'word';

export interface ArgumentSpec {
  readonly name: string;
  readonly kind: ArgumentKind;
  /** A required one never follows one that may be left out, unless it has a word before it (`after`). */
  readonly required: boolean;
  /** The word that announces it, as `to` in `to production`; without one it is known by its place. */
  readonly after?: string;
  /** A noun phrase: `the version to release`. */
  readonly summary: string;
  /** When one that is not required may be left out, if not always: `where there is one`. */
  readonly leftOut?: string;
}

export interface FlagSpec {
  /** Without the dashes, lower case. */
  readonly name: string;
  /** How help writes its value (`<days>`); a flag without one is only on or off. */
  readonly value?: string;
  /** Whoever sets it says why. */
  readonly needsReason?: true;
  readonly summary: string;
}

/** All that is known of a command before it runs: the parser, help, the docs and the Teams app read this. */
export interface CommandSpec {
  /** One or two words, lower case. */
  readonly name: string;
  /** What the person must be allowed to do; none means everybody in the conversation. */
  readonly permission?: Action;
  readonly arguments: readonly ArgumentSpec[];
  readonly flags: readonly FlagSpec[];
  readonly reason: 'none' | 'optional' | 'required';
  /** Whole lines that parse; the first is shown with errors. */
  readonly examples: readonly [string, ...string[]];
  /** One line, at most 80 characters. */
  readonly summary: string;
  /** What somebody should know before using it; sentences, lines separated by `\n`. */
  readonly details: string;
}
