import { getProject } from '../../database/projects';
import { findRelease } from '../../database/releases';
import { StewardError } from '../../domain/errors';
import { parseReleaseName, releaseName } from '../../domain/ids';
import type { Action } from '../../domain/permissions';
import type { Release } from '../../domain/release/release';
import { requirePermission } from '../../domain/require-permission';
import type { BotDependencies, CommandCall } from './command';

/** The release that a command names, in whatever project, if the person may do this to it there. */
export function releaseArgument(deps: BotDependencies, call: CommandCall, action: Action): Promise<Release> {
  return releaseNamed(deps, call, call.invocation.args['release'] ?? '', action);
}

/** The same for a name (`r17`) from elsewhere. */
export async function releaseNamed(
  deps: BotDependencies,
  call: CommandCall,
  name: string,
  action: Action,
): Promise<Release> {
  const number = parseReleaseName(name) ?? 0;
  const release = await findRelease(deps.database, number);
  if (!release) throw new StewardError('release_unknown', { release: releaseName(number), project: 'any project' });
  const requester = release.requester.kind === 'person' && release.requester.objectId === call.user.objectId;
  // Who asked for a release may always take it back.
  if (!(requester && action === 'cancel'))
    requirePermission((await getProject(deps.database, release.project)).file, call.user.objectId, action);
  return release;
}
