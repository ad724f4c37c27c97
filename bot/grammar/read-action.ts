import { plainCharacters } from '../plain-characters';
import { checkArgument } from './check-argument';
import type { CommandSpec } from './command-spec';
import type { Invocation, Parsed } from './invocation';
import { refuse, showWord } from './refuse';

const longestValue = 2000;

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return plainCharacters(value).trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function outdated(what: string): Parsed {
  return refuse('button_outdated', 1, { what });
}

/**
 * A pressed button → the invocation that the typed line would have been. `verb` is a command's name; `data` holds, by
 * the spec's names, its arguments and flags (a flag without a value is on with `true`) and the reason, in which the card's inputs are merged. What
 * else is in `data` (a card's revision) is left to the caller. Empty values count as left out. Never throws.
 */
export function readAction(
  verb: string,
  data: Readonly<Record<string, unknown>>,
  specs: readonly CommandSpec[],
): Parsed {
  const spec = specs.find(({ name }) => name === verb.toLowerCase());
  if (!spec) return outdated(`"${showWord(verb)}" is no command`);
  const args: Record<string, string> = {};
  const flags: Record<string, string | true> = {};
  for (const { name, kind, required, summary } of spec.arguments) {
    const given = Object.hasOwn(data, name) ? asText(data[name]) : undefined;
    if (given === undefined || given === '') {
      if (required) return outdated(`it does not say ${summary}`);
      continue;
    }
    const value = given.length > longestValue ? undefined : checkArgument(kind, given);
    if (value === undefined) return outdated(`"${showWord(given)}" is not ${summary}`);
    args[name] = value;
  }
  for (const { name, value: wanted } of spec.flags) {
    const given = Object.hasOwn(data, name) ? asText(data[name]) : undefined;
    if (given === undefined || given === '' || (wanted === undefined && given === 'false')) continue;
    flags[name] = wanted === undefined ? true : given;
  }
  return withReason({ command: spec.name, args, flags }, spec, asText(data['reason']));
}

function withReason(invocation: Invocation, spec: CommandSpec, typed: string | undefined): Parsed {
  const reason = typed?.replace(/\s+/g, ' ');
  if (reason && reason.length > longestValue)
    return refuse('message_too_long', 1, { length: reason.length, limit: longestValue });
  if (spec.reason === 'required' && !reason) return refuse('reason_missing', 1, {}, { spec });
  return { ok: true, invocation: reason && spec.reason !== 'none' ? { ...invocation, reason } : invocation };
}
