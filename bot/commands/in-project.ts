import type { ChatAnswer } from '../teams/chat-event';
import { getAlert } from '../../database/alerts';
import { getProject, listProjects, type AppliedProject } from '../../database/projects';
import { getRetraining } from '../../database/retrainings';
import { StewardError } from '../../domain/errors';
import { type Action, rolesOf } from '../../domain/permissions';
import { requirePermission } from '../../domain/require-permission';
import type { BotDependencies, Command, CommandCall, ProjectCall } from './command';

/**
 * Finds the conversation's project and checks the permission of the command's spec before it runs. A conversation without
 * a project means the person's only project, where there is just one. A button means the project that its card is about,
 * whatever the conversation is connected to meanwhile.
 */
export function inProject(
  run: (deps: BotDependencies, call: ProjectCall) => Promise<ChatAnswer>,
  permission: Action | undefined,
): Command['run'] {
  return async (deps, call) => {
    const project = await findProjectOf(deps, call);
    if (permission) requirePermission(project.file, call.user.objectId, permission);
    return run(deps, { ...call, project });
  };
}

async function findProjectOf(deps: BotDependencies, call: CommandCall): Promise<AppliedProject> {
  const { alert, retraining } = call.button ?? {};
  if (alert !== undefined) return getProject(deps.database, (await getAlert(deps.database, alert)).project);
  if (retraining !== undefined)
    return getProject(deps.database, (await getRetraining(deps.database, retraining)).project);
  const projects = await listProjects(deps.database);
  const found = projectOf(projects, call);
  if (found) return found;
  const names = projects.map(({ file }) => file.project).join(', ') || 'none yet';
  throw new StewardError('not_connected', { projects: names });
}

/** The project that a conversation means, for this person. */
export function projectOf(
  projects: readonly AppliedProject[],
  { conversation, user }: Pick<CommandCall, 'conversation' | 'user'>,
): AppliedProject | undefined {
  const connected = projects.find(({ file }) => file.project === conversation.project);
  if (connected) return connected;
  const own = projects.filter(({ file }) => rolesOf(file, user.objectId).length > 0);
  return conversation.kind === 'personal' && own.length === 1 ? own[0] : undefined;
}
