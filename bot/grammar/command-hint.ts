import type { ArgumentSpec, CommandSpec } from './command-spec';
import { commandUsage } from './command-usage';

/** What somebody who is typing needs of a command, as plain JSON. */
export function commandHint(spec: CommandSpec) {
  const { name, summary, examples } = spec;
  const hints = spec.arguments.map(({ name: argument, kind, required, after }: ArgumentSpec) => ({
    name: argument,
    kind,
    required,
    ...(after === undefined ? {} : { after }),
  }));
  return { name, usage: commandUsage(spec), summary, arguments: hints, examples };
}
