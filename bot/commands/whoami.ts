import { renderWhoamiCard } from '../../cards/whoami-card';
import { listProjects } from '../../database/projects';
import { actionPhrases, actions, may, mayDecide, rolesOf } from '../../domain/permissions';
import type { ProjectFile } from '../../domain/project';
import type { Command } from './command';
import { projectOf } from './in-project';

export const whoami: Command = {
  spec: {
    name: 'whoami',
    arguments: [],
    flags: [],
    reason: 'none',
    examples: ['whoami'],
    summary: 'Who you are to me, and what you may do here',
    details: 'Shows your directory object id: roles in project files are given to it.',
  },
  run: async (deps, { user, conversation }) => {
    const applied = projectOf(await listProjects(deps.database), { user, conversation });
    const { name = 'somebody', objectId, tenantId } = user;
    const project = applied && rightsIn(applied.file, objectId);
    const card = renderWhoamiCard({ name, objectId, tenantId, ...(project ? { project } : {}) });
    return { message: { kind: 'card', card } };
  },
};

function rightsIn(file: ProjectFile, person: string) {
  return {
    title: file.project,
    roles: rolesOf(file, person),
    may: actions.filter((action) => may(file, person, action)).map((action) => actionPhrases[action]),
    decidesIn: Object.keys(file.environments).filter((name) => mayDecide(file, name, person)),
  };
}
