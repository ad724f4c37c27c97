import type { CommandSpec } from './command-spec';
import { findNearest } from './find-nearest';
import type { GrammarRefusal } from './invocation';
import { refuse, showWord } from './refuse';
import type { Word } from './read-words';

function nameOf(words: readonly Word[], length: number): string | undefined {
  const parts = words.slice(0, length).map((word) => (word.kind === 'word' && !word.quoted ? word.text : undefined));
  return parts.length < length || parts.includes(undefined) ? undefined : parts.join(' ').toLowerCase();
}

/** As much of a line as an error repeats. */
const longestLine = 200;

/** What was typed with another name before it: to be shown, in backticks, never to be run. */
function mend(line: string, name: readonly Word[], nearest: string): string {
  const last = name.at(-1);
  if (last?.kind !== 'word' || last.quoted) return nearest;
  const mended = `${nearest}${line.slice(last.column - 1 + last.text.length)}`;
  return mended.length > longestLine || /[`*[\]<>\p{Cc}]/u.test(mended) ? nearest : mended;
}

/** The command that the words of a line begin with (two words before one), and how many of them are its name. */
export function findCommand(
  line: string,
  words: readonly Word[],
  specs: readonly CommandSpec[],
  suggestable: (spec: CommandSpec) => boolean,
): { readonly ok: true; readonly spec: CommandSpec; readonly length: number } | GrammarRefusal {
  const one = nameOf(words, 1);
  const two = nameOf(words, 2);
  const spec = specs.find(({ name }) => name === two) ?? specs.find(({ name }) => name === one);
  if (spec) return { ok: true, spec, length: spec.name === two ? 2 : 1 };

  const first = words[0];
  const typed = one ?? (first?.kind === 'flag' ? `--${first.name}` : (first?.text ?? ''));
  const names = specs.filter(suggestable).map(({ name }) => name);
  const nearestTwo = two === undefined ? undefined : findNearest(two, names);
  const nearest = nearestTwo ?? findNearest(typed, names);
  const help = '`help` lists the commands.';
  return refuse(
    'unknown_command',
    first?.column ?? 1,
    {
      command: showWord(typed),
      suggestion:
        nearest === undefined
          ? help
          : `Did you mean \`${mend(line, words.slice(0, nearestTwo === undefined ? 1 : 2), nearest)}\`? Nothing was done; ${help}`,
    },
    nearest === undefined ? {} : { suggestion: nearest },
  );
}
