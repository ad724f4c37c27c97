import { findServing } from '../../database/servings';
import { StewardError } from '../../domain/errors';
import type { BotDependencies, ProjectCall } from './command';
import { chooseEnvironment } from './deploy';

/** The environments of the project that are judged. Throws `not_monitored` when one is named that is not, or none is. */
export function monitoredEnvironments({ project: { file } }: ProjectCall, given?: string): readonly string[] {
  const judged = (file.monitoring?.environments ?? []).filter((name) => name in file.environments);
  if (given === undefined && judged.length > 0) return judged;
  if (given !== undefined && judged.includes(given)) return [given];
  throw new StewardError('not_monitored', {
    environment: given ?? 'any environment',
    project: file.project,
  });
}

/** The one judged environment that is meant: the named one, the one that serves the version, or the only one there is. */
export async function chooseMonitored(
  deps: BotDependencies,
  call: ProjectCall,
  given: { readonly environment?: string | undefined; readonly version?: string | undefined },
  example: (name: string) => string,
): Promise<string> {
  const { project } = call;
  if (given.environment !== undefined) {
    const named = chooseEnvironment(project, given.environment, example);
    return monitoredEnvironments(call, named)[0] ?? named;
  }
  const judged = monitoredEnvironments(call);
  const servedIn = await Promise.all(
    judged.map(async (name) => ({ name, serving: await findServing(deps.database, project.file.project, name) })),
  );
  const fitting = servedIn.filter(({ serving }) => given.version === undefined || serving?.version === given.version);
  const [first, second] = fitting.length > 0 ? fitting : servedIn;
  if (first && !second) return first.name;
  const examples = judged.map((name) => `\`${example(name)}\``).join(' or ');
  throw new StewardError('environment_missing', { project: project.file.project, examples });
}
