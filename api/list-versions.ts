import { findPointer } from '../database/pointers';
import { listVersions } from '../database/versions';
import { authorise } from './authorise';
import type { Handler } from './dependencies';
import { versionBody } from './version-body';

/** GET /api/projects/<project>/versions: the newest 100 versions and the champion's label. Scope `versions:read`. */
export const listVersionsRoute: Handler = async (deps, request) => {
  const { project } = await authorise(deps, request, 'versions:read', 'versions');
  const name = project.file.project;
  const versions = await listVersions(deps.database, name, 100);
  const champion = await findPointer(deps.database, name, 'champion');
  return {
    status: 200,
    body: { project: name, champion: champion?.label ?? null, versions: versions.map(versionBody) },
  };
};
