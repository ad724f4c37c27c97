import type { ArgumentSpec, CommandSpec, FlagSpec } from './command-spec';

function argumentUsage(argument: ArgumentSpec): string {
  const place = `<${argument.name}>`;
  const whole = argument.after === undefined ? place : `${argument.after} ${place}`;
  return argument.required ? whole : `[${whole}]`;
}

function flagUsage(flag: FlagSpec): string {
  return flag.value === undefined ? `[--${flag.name}]` : `[--${flag.name} <${flag.value}>]`;
}

function reasonUsage(reason: CommandSpec['reason']): readonly string[] {
  switch (reason) {
    case 'none':
      return [];
    case 'optional':
      return ['[-- <reason>]'];
    case 'required':
      return ['-- <reason>'];
  }
}

/** One line as manuals write it: `deploy <version> [to <environment>] [--dry-run] [-- <reason>]`. */
export function commandUsage(spec: CommandSpec): string {
  return [
    spec.name,
    ...spec.arguments.map(argumentUsage),
    ...spec.flags.map(flagUsage),
    ...reasonUsage(spec.reason),
  ].join(' ');
}
