import type { Request } from 'restify';
import { getProject, type AppliedProject } from '../database/projects';
import { authenticateToken, type TokenOwner, type TokenScope } from '../database/tokens';
import { StewardError } from '../domain/errors';
import type { Action } from '../domain/permissions';
import { requirePermission } from '../domain/require-permission';
import type { ApiDependencies } from './dependencies';

export interface Authorised {
  readonly owner: TokenOwner;
  readonly project: AppliedProject;
}

/** Bearer token → its owner, who must have the scope and, in the project named by the path, the permission now. */
export async function authorise(
  deps: ApiDependencies,
  request: Request,
  scope: TokenScope,
  action: Action,
): Promise<Authorised> {
  const header = request.header('authorization', '');
  if (header === '') throw new StewardError('token_missing');
  const match = /^Bearer ([\x21-\x7e]{20,200})$/.exec(header);
  if (match?.[1] === undefined) throw new StewardError('token_refused');
  const owner = await authenticateToken(deps.database, match[1], scope, deps.now());
  const { project: name } = request.params as { project?: unknown };
  const project = await getProject(deps.database, typeof name === 'string' ? name : '');
  requirePermission(project.file, owner.objectId, action);
  return { owner, project };
}
