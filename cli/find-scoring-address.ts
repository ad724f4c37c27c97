import type { Database } from '../database/database';
import { getProject } from '../database/projects';
import { getRelease } from '../database/releases';
import { findServing } from '../database/servings';
import { getVersion } from '../database/versions';
import { StewardError } from '../domain/errors';
import { leadingEnvironment } from '../domain/project';
import type { ScoringAddress } from '../serving/client/score-batch';
import { unknownEnvironment } from '../domain/unknown-environment';

export interface ScoringTarget extends ScoringAddress {
  readonly environment: string;
}

/**
 * How to call what serves an environment, the leading one unless given, by Steward's own record. Throws `project_unknown`,
 * `environment_unknown` and `score_nothing_serves`.
 */
export async function findScoringAddress(
  database: Database,
  project: string,
  given: string | undefined,
): Promise<ScoringTarget> {
  const { file } = await getProject(database, project);
  const environment = given ?? leadingEnvironment(file);
  if (!Object.hasOwn(file.environments, environment)) throw unknownEnvironment(file, environment);
  const serving = await findServing(database, project, environment);
  const endpoint = serving && (await getRelease(database, serving.release)).endpoint;
  if (!serving || !endpoint) throw new StewardError('score_nothing_serves', { project, environment });
  const { contract, call, model } = (await getVersion(database, project, serving.version)).manifest;
  const signature = model.signatures.find(({ name }) => name === call.signature);
  return { environment, address: endpoint.address, contract, call, ...(signature && { signature }) };
}
