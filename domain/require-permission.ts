import { notAllowed } from './not-allowed';
import { type Action, may } from './permissions';
import type { ProjectFile } from './project';

/** Throws `not_allowed` where the person may not do this in the project at all. */
export function requirePermission(file: ProjectFile, objectId: string, action: Action): void {
  if (!may(file, objectId, action)) throw notAllowed(file, action);
}
