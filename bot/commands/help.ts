import { renderCommandHelpCard, renderHelpCard } from '../../cards/help-card';
import { StewardError } from '../../domain/errors';
import { commandUsage } from '../grammar/command-usage';
import { describeCommand } from '../grammar/describe-command';
import { findNearest } from '../grammar/find-nearest';
import type { BotDependencies, Command } from './command';

/** `help` needs to know all commands, itself among them: they are passed in where they are gathered. */
export function createHelp(
  commandsFor: (deps: BotDependencies, person: string, project: string | undefined) => Promise<readonly Command[]>,
): Command {
  return {
    spec: {
      name: 'help',
      arguments: [{ name: 'command', kind: 'command', required: false, summary: 'a command' }],
      flags: [],
      reason: 'none',
      examples: ['help', 'help deploy'],
      summary: 'What you can do here, or more about one command',
      details: 'Lists only what your roles allow.',
    },
    run: async (deps, call) => {
      const allowed = await commandsFor(deps, call.user.objectId, call.conversation.project);
      const asked = call.invocation.args['command']?.toLowerCase();
      if (asked === undefined) {
        const view = {
          botName: 'Steward',
          commands: allowed.map(({ spec }) => ({ usage: commandUsage(spec), summary: spec.summary })),
          ...(call.conversation.project === undefined ? {} : { title: call.conversation.project }),
        };
        return { message: { kind: 'card', card: renderHelpCard(view) } };
      }
      const found = allowed.find(({ spec }) => spec.name === asked);
      if (!found) throw unknownCommand(asked, allowed);
      const lines = describeCommand(found.spec);
      return { message: { kind: 'card', card: renderCommandHelpCard({ command: found.spec.name, lines }) } };
    },
  };
}

function unknownCommand(command: string, allowed: readonly Command[]): StewardError {
  const nearest = findNearest(
    command,
    allowed.map(({ spec }) => spec.name),
  );
  const suggestion = nearest === undefined ? '`help` lists what you can do.' : `Did you mean \`help ${nearest}\`?`;
  return new StewardError('unknown_command', { command: command.slice(0, 60), suggestion });
}
