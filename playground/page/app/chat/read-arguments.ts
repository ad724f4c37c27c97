import type { CommandHint } from '../../wire/commands';

type Argument = CommandHint['arguments'][number];

/** What may stand at the end of what was typed after a command's name. */
export interface ArgumentPlace {
  /** The part at the end that is not finished. */
  readonly typed: string;
  readonly wanted: readonly { readonly kind: string; readonly after?: string | undefined }[];
  /** Flags and the start of a reason. */
  readonly more: readonly { readonly insert: string; readonly detail: string }[];
}

const reasonStart = /^(?:--|[–—―])$/;

/** Where one is after the command's name; undefined in a reason or in the value of a flag, which are anybody's words. */
export function readArguments(rest: string, command: CommandHint): ArgumentPlace | undefined {
  const words = rest.trimStart().split(/\s+/);
  const typed = words.pop() ?? '';
  const flags = flagsOf(command.usage);
  const missing = [...command.arguments];
  let announced: Argument | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = (words[at] ?? '').toLowerCase();
    const flag = flags.find(({ name }) => word === `--${name}`);
    if (reasonStart.test(word)) return undefined;
    if (flag?.takesValue === true && at === words.length - 1) return undefined;
    if (word.startsWith('--')) at += flag?.takesValue === true ? 1 : 0;
    else if (announced === undefined && missing.some(({ after }) => after === word))
      announced = missing.find(({ after }) => after === word);
    else {
      const filled = announced ?? missing.find(({ after }) => after === undefined);
      if (filled?.kind === 'command') return namesCommand(rest, filled);
      if (filled !== undefined) missing.splice(missing.indexOf(filled), 1);
      announced = undefined;
    }
  }
  if (announced !== undefined) return { typed, wanted: [{ kind: announced.kind }], more: [] };
  return { typed, ...whatFollows(missing, command) };
}

/** A command's name is all the words that are left. */
function namesCommand(rest: string, { kind }: Argument): ArgumentPlace {
  return { typed: rest.trimStart(), wanted: [{ kind }], more: [] };
}

/** First what is known by its place; then what has a word before it, flags and a reason, in any order. */
function whatFollows(missing: readonly Argument[], command: CommandHint): Pick<ArgumentPlace, 'wanted' | 'more'> {
  const placed = missing.find(({ after }) => after === undefined);
  if (placed?.required === true) return { wanted: [placed], more: [] };
  const announced = missing.filter(({ after }) => after !== undefined);
  const flags = flagsOf(command.usage).map(({ name }) => ({ insert: `--${name} `, detail: 'an option' }));
  const reason = /(\[?)-- <reason>/.exec(command.usage);
  const says = { insert: '-- ', detail: reason?.[1] === '[' ? 'then a reason, if you like' : 'then the reason' };
  return {
    wanted: placed === undefined ? announced : [placed, ...announced],
    more: [...flags, ...(reason === null ? [] : [says])],
  };
}

function flagsOf(usage: string): readonly { readonly name: string; readonly takesValue: boolean }[] {
  return [...usage.matchAll(/\[--([a-z-]+)( <)?/g)].map(([, name = '', value]) => ({
    name,
    takesValue: value !== undefined,
  }));
}
