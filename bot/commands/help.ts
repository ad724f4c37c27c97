import { renderCommandHelpCard, renderHelpCard } from '../../cards/help-card';
import { listProjects } from '../../database/projects';
import { StewardError } from '../../domain/errors';
import { type Action, actionPhrases, rolesFor } from '../../domain/permissions';
import { notAllowed } from '../../domain/not-allowed';
import { commandUsage } from '../grammar/command-usage';
import { describeCommand } from '../grammar/describe-command';
import { findNearest } from '../grammar/find-nearest';
import type { BotDependencies, Command, CommandCall } from './command';
import { projectOf } from './in-project';

/** `help` needs to know all commands, itself among them: they are passed in where they are gathered. */
export function createHelp(
  commandsFor: (deps: BotDependencies, person: string, project: string | undefined) => Promise<readonly Command[]>,
  all: () => readonly Command[],
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
      if (!found) {
        const permission = all().find(({ spec }) => spec.name === asked)?.spec.permission;
        throw permission ? await refuse(deps, call, permission) : unknownCommand(asked, allowed);
      }
      const lines = describeCommand(found.spec);
      return { message: { kind: 'card', card: renderCommandHelpCard({ command: found.spec.name, lines }) } };
    },
  };
}

/** What typing the command would answer. */
async function refuse(deps: BotDependencies, call: CommandCall, permission: Action): Promise<StewardError> {
  const project = projectOf(await listProjects(deps.database), call);
  if (project) return notAllowed(project.file, permission);
  return new StewardError('not_allowed', {
    action: actionPhrases[permission],
    project: 'any project here',
    role: rolesFor(permission).join(' or '),
    who: 'somebody with that role',
  });
}

function unknownCommand(command: string, allowed: readonly Command[]): StewardError {
  const nearest = findNearest(
    command,
    allowed.map(({ spec }) => spec.name),
  );
  const suggestion = nearest === undefined ? '`help` lists what you can do.' : `Did you mean \`help ${nearest}\`?`;
  return new StewardError('unknown_command', { command: command.slice(0, 60), suggestion });
}
