import type { Database } from '../../database/database';
import { getImport } from '../../database/outcome-imports';
import { getProject } from '../../database/projects';

/** The environments whose monitors an import of outcomes concerns, by the applied project file. */
export async function listMonitors(
  { database }: { readonly database: Database },
  id: number,
): Promise<{ readonly project: string; readonly environments: readonly string[] }> {
  const { project } = await getImport(database, id);
  const { file } = await getProject(database, project);
  return { project, environments: file.monitoring?.environments ?? [] };
}
