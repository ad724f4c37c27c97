import type { CommandSpec } from './command-spec';
import { commandUsage } from './command-usage';

/** Everything help and the docs say of a command, as lines of plain text. */
export function describeCommand(spec: CommandSpec): readonly string[] {
  return [
    `\`${commandUsage(spec)}\``,
    spec.summary,
    ...spec.details.split('\n'),
    ...spec.arguments.map(
      ({ name, summary, required, leftOut }) =>
        `<${name}>: ${summary}${required ? '' : ` (may be left out${leftOut === undefined ? '' : ` ${leftOut}`})`}`,
    ),
    ...spec.flags.map(({ name, summary }) => `--${name}: ${summary}`),
    ...(spec.reason === 'required' ? ['A reason is needed; it is kept with the decision.'] : []),
    `For example: ${spec.examples.map((example) => `\`${example}\``).join(', ')}`,
  ].filter((line) => line !== '');
}
