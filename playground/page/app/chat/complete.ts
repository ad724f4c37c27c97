import type { CommandHint } from '../../wire/commands';
import { type Known, valuesOf } from './argument-values';
import { readArguments } from './read-arguments';

/** Something that can stand where the caret is. */
export interface Option {
  readonly insert: string;
  readonly detail: string;
}

export interface Completion {
  /** What the option takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Option[];
  /** The option that Enter takes though nobody chose it: the start of one was typed, and that alone means nothing. */
  readonly likely: number;
  /** Of the command that is being typed. */
  readonly usage?: string;
}

export interface KnownCommands extends Known {
  readonly commands: readonly CommandHint[];
}

/** What can stand at the caret of a line to the bot. Lists all commands for an empty line. */
export function complete(line: string, caret: number, known: KnownCommands): Completion {
  const before = line.slice(0, caret);
  const to = caret + (/^\S*/.exec(line.slice(caret))?.[0].length ?? 0);
  const command = commandAtStart(before, known.commands);
  if (command === undefined) return completeCommand(before, to, known.commands);
  const place = readArguments(before.slice(command.name.length + leadingBlanks(before)), command);
  const typed = place === undefined ? '' : before.slice(before.length - place.typed.length);
  const options = (place?.wanted ?? [])
    .flatMap(({ kind, after }) =>
      valuesOf(kind, known).map(({ text, detail }) => ({
        insert: after === undefined ? text : `${after} ${text}`,
        detail,
      })),
    )
    .concat(place?.more ?? [])
    .filter(({ insert }) => startsWith(insert, typed));
  return { from: caret - typed.length, to, options, likely: likelyOf(options, typed), usage: command.usage };
}

/** The line and its caret after an option was taken. */
export function takeOption(
  line: string,
  { from, to }: Completion,
  { insert }: Option,
): { text: string; caret: number } {
  const rest = line.slice(to);
  const text = `${insert}${rest.startsWith(' ') || insert.endsWith(' ') ? '' : ' '}`;
  return { text: line.slice(0, from) + text + rest, caret: from + text.length + (rest.startsWith(' ') ? 1 : 0) };
}

function leadingBlanks(text: string): number {
  return text.length - text.trimStart().length;
}

function startsWith(text: string, typed: string): boolean {
  return text.toLowerCase().startsWith(typed.toLowerCase());
}

function commandAtStart(before: string, commands: readonly CommandHint[]): CommandHint | undefined {
  const line = before.trimStart();
  return commands.find(({ name }) => startsWith(line, `${name} `));
}

function completeCommand(before: string, to: number, commands: readonly CommandHint[]): Completion {
  const typed = before.trimStart();
  const named = commands.filter(({ name }) => startsWith(name, typed));
  // Who does not know the name finds the command by a word of what it does.
  const about = typed.length < 3 ? [] : commands.filter(({ summary }) => hasWord(summary, typed));
  const options = (named.length > 0 ? named : about).map(({ name, summary }) => ({ insert: name, detail: summary }));
  const likely = named.length > 0 ? likelyOf(options, typed) : -1;
  const exact = commands.find(({ name }) => name === typed.toLowerCase());
  return { from: leadingBlanks(before), to, options, likely, ...(exact && { usage: exact.usage }) };
}

function hasWord(sentence: string, start: string): boolean {
  return sentence.split(/[\s,]+/).some((word) => startsWith(word, start));
}

function likelyOf(options: readonly Option[], typed: string): number {
  const isWhole = options.some(({ insert }) => insert.toLowerCase() === typed.toLowerCase());
  return typed === '' || isWhole || options.length === 0 ? -1 : 0;
}
