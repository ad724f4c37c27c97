import { listProjects } from '../database/projects';
import { StewardError } from '../domain/errors';
import type { CliContext } from './context';

/** The project that is named, or the only one there is. Throws `project_missing`. */
export async function chooseProject(context: CliContext, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const names = (await listProjects(context.database())).map(({ file }) => file.project);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw new StewardError('project_missing', { projects: names.join(', ') || 'none yet' });
}
