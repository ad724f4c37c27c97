import { type ReasonDetails, StewardError } from '../../domain/errors';
import type { ReasonCode } from '../../domain/reasons';
import type { CommandSpec } from './command-spec';
import { commandUsage } from './command-usage';
import type { GrammarRefusal } from './invocation';

/** A refusal of a line as a whole or, with its spec, of a known command: the sentence then shows how to type it. */
export function refuse(
  code: ReasonCode,
  column: number,
  details: ReasonDetails = {},
  more: { readonly spec?: CommandSpec; readonly suggestion?: string } = {},
): GrammarRefusal {
  const { spec, suggestion } = more;
  const known = spec && { command: spec.name, usage: commandUsage(spec), example: spec.examples[0] };
  return {
    ok: false,
    error: new StewardError(code, { column, ...known, ...details }),
    column,
    ...(suggestion !== undefined && { suggestion }),
  };
}

/** Somebody's word as an error may repeat it: short, and without what a chat client would render. */
export function showWord(word: string): string {
  const plain = word.replace(/[`*[\]<>\p{Cc}]/gu, '·');
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain;
}
