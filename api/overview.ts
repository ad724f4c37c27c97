import { readOverviewFacts } from '../database/overview-facts';
import { findPointer } from '../database/pointers';
import { authorise } from './authorise';
import type { Handler } from './dependencies';
import { overviewBody } from './overview-body';

/**
 * GET /api/projects/<project>/overview: what each environment serves, what is under way, and how it was judged, for a
 * page that shows it beside the channel. By Steward's own record alone, cheap enough to ask every second. No scored row
 * is in it. Scope `overview:read`.
 */
export const overviewRoute: Handler = async (deps, request) => {
  const { project } = await authorise(deps, request, 'overview:read', 'status');
  const { file } = project;
  const environments = await Promise.all(
    Object.entries(file.environments).map(async ([name, { leading }]) =>
      overviewBody(file, leading, await readOverviewFacts(deps.database, file, name), deps.now()),
    ),
  );
  const champion = await findPointer(deps.database, file.project, 'champion');
  const challenger = await findPointer(deps.database, file.project, 'challenger');
  return {
    status: 200,
    body: {
      project: file.project,
      champion: champion?.label ?? null,
      challenger: challenger?.label ?? null,
      /** What becomes true of a row, and the value that counts as an event. */
      outcome: file.contract.outcome,
      environments,
    },
  };
};
