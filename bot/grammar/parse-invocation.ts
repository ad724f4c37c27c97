import { StewardError } from '../../domain/errors';
import { checkArgument, expectationOf } from './check-argument';
import type { ArgumentSpec, CommandSpec } from './command-spec';
import { findCommand } from './find-command';
import { findNearest } from './find-nearest';
import type { GrammarRefusal, Parsed } from './invocation';
import { normaliseText } from './normalise-text';
import { readWords, type Word } from './read-words';
import { refuse, showWord } from './refuse';

/** Characters of a message, without the white space around it. No command comes near; a pasted file does. */
const longestMessage = 2000;

type PlainWord = Extract<Word, { kind: 'word' }>;
type FlagWord = Extract<Word, { kind: 'flag' }>;

/** What the walk over the words has found so far. */
interface Found {
  readonly args: Map<string, string>;
  readonly flags: Map<string, string | true>;
}

/** The words to come; `take` gives the next and goes on. */
interface Rest {
  peek(): Word | undefined;
  take(): Word | undefined;
}

function restOf(words: readonly Word[]): Rest {
  let at = 0;
  return { peek: () => words[at], take: () => words[at++] };
}

function readFlag(word: FlagWord, rest: Rest, spec: CommandSpec, found: Found): GrammarRefusal | undefined {
  const { name, column } = word;
  const flag = spec.flags.find((known) => known.name === name);
  const about = { flag: showWord(name), column };
  if (!flag) {
    const nearest = findNearest(
      name,
      spec.flags.map((known) => known.name),
    );
    const hint = nearest === undefined ? `\`help ${spec.name}\` lists its flags` : `Did you mean \`--${nearest}\``;
    const reason = spec.reason === 'none' ? '' : '; a reason stands at the end, after ` -- `';
    const suggestion = nearest === undefined ? `${hint}${reason}.` : `${hint}? Nothing was done${reason}.`;
    const more = nearest === undefined ? { spec } : { spec, suggestion: nearest };
    return refuse('unknown_flag', column, { ...about, suggestion }, more);
  }
  if (found.flags.has(name)) return refuse('flag_twice', column, about, { spec });
  if (flag.value === undefined) {
    if (word.value !== undefined) return refuse('flag_value_unwanted', column, about, { spec });
    found.flags.set(name, true);
    return undefined;
  }
  const next = word.value === undefined && rest.peek()?.kind === 'word' ? rest.take() : undefined;
  const value = next?.kind === 'word' ? next.text : word.value;
  if (value === undefined || value === '')
    return refuse('flag_value_missing', column, { ...about, value: flag.value }, { spec });
  found.flags.set(name, value);
  return undefined;
}

/** `help set champion`: a command's name is all the words that are left. */
function readName(first: PlainWord, rest: Rest): string {
  const parts = [first.text];
  for (let next = rest.peek(); next?.kind === 'word'; next = rest.peek()) {
    parts.push(next.text);
    rest.take();
  }
  return parts.join(' ');
}

function setArgument(
  argument: ArgumentSpec,
  word: PlainWord,
  rest: Rest,
  spec: CommandSpec,
  found: Found,
): GrammarRefusal | undefined {
  const text = argument.kind === 'command' ? readName(word, rest) : word.text;
  const value = checkArgument(argument.kind, text);
  if (value === undefined) {
    const details = { word: showWord(text), expected: expectationOf(argument.kind) };
    return refuse('argument_invalid', word.column, details, { spec });
  }
  found.args.set(argument.name, value);
  return undefined;
}

function readArgument(word: PlainWord, rest: Rest, spec: CommandSpec, found: Found): GrammarRefusal | undefined {
  const open = spec.arguments.filter(({ name }) => !found.args.has(name));
  const announced = word.quoted ? undefined : open.find(({ after }) => after === word.text.toLowerCase());
  if (announced) {
    const next = rest.take();
    if (next?.kind !== 'word')
      return refuse(
        'argument_missing',
        word.column,
        { argument: `${announced.summary} after \`${announced.after}\`` },
        { spec },
      );
    return setArgument(announced, next, rest, spec, found);
  }
  const argument = open.find(({ after }) => after === undefined);
  if (argument) return setArgument(argument, word, rest, spec, found);
  return refuse('argument_unexpected', word.column, { word: showWord(word.text) }, { spec });
}

function readCommand(
  words: readonly Word[],
  spec: CommandSpec,
  reason: { readonly text: string; readonly column: number } | undefined,
  end: number,
): Parsed {
  const found: Found = { args: new Map(), flags: new Map() };
  const rest = restOf(words);
  for (let word = rest.take(); word !== undefined; word = rest.take()) {
    const refusal = word.kind === 'flag' ? readFlag(word, rest, spec, found) : readArgument(word, rest, spec, found);
    if (refusal) return refusal;
  }
  const missing = spec.arguments.find(({ name, required }) => required && !found.args.has(name));
  if (missing) return refuse('argument_missing', end, { argument: missing.summary }, { spec });
  if (reason && spec.reason === 'none') return refuse('reason_unwanted', reason.column, {}, { spec });
  const needsReason = spec.flags.some((flag) => flag.needsReason && found.flags.has(flag.name));
  if ((spec.reason === 'required' || needsReason) && !reason?.text) return refuse('reason_missing', end, {}, { spec });
  return {
    ok: true,
    invocation: {
      command: spec.name,
      args: Object.fromEntries(found.args),
      flags: Object.fromEntries(found.flags),
      ...(reason?.text && { reason: reason.text }),
    },
  };
}

/**
 * Reads `verb [object] [to <environment>] [--flag value] [-- reason]` from a message as typed. Any string has an
 * answer; nothing throws. What was perhaps meant is only ever suggested, and only of the commands that `suggestable`
 * lets through (those the person may use). Errors: the grammar's codes of the chat reasons, each with its column.
 */
export function parseInvocation(
  text: string,
  specs: readonly CommandSpec[],
  suggestable: (spec: CommandSpec) => boolean = () => true,
): Parsed {
  const { length } = text.trim();
  if (length > longestMessage)
    return { ok: false, column: 1, error: new StewardError('message_too_long', { length, limit: longestMessage }) };
  const line = normaliseText(text);
  const read = readWords(line);
  if (!read.ok) return refuse('quotation_open', read.column);
  if (read.words.length === 0) return refuse('command_missing', 1);
  const found = findCommand(line, read.words, specs, suggestable);
  if (!found.ok) return found;
  const end = read.reason?.column ?? line.length + 1;
  return readCommand(read.words.slice(found.length), found.spec, read.reason, end);
}
