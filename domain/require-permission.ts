import { StewardError } from './errors';
import { type Action, actionPhrases, may, rolesFor } from './permissions';
import type { ProjectFile } from './project';

/** Throws `not_allowed` where the person may not do this in the project at all. */
export function requirePermission(file: ProjectFile, objectId: string, action: Action): void {
  if (may(file, objectId, action)) return;
  throw new StewardError('not_allowed', {
    action: actionPhrases[action],
    project: file.project,
    role: rolesFor(action).join(' or '),
  });
}
