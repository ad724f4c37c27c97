import { StewardError } from './errors';
import { nearestWord } from './nearest-word';
import type { ProjectFile } from './project';

/** The project file has no such environment: which there are, and which was perhaps meant. */
export function unknownEnvironment(file: Pick<ProjectFile, 'project' | 'environments'>, given: string): StewardError {
  const names = Object.keys(file.environments);
  const nearest = nearestWord(given, names);
  return new StewardError('environment_unknown', {
    project: file.project,
    environment: given,
    suggestion: nearest === undefined ? '' : `Did you mean \`${nearest}\`? `,
    environments: names.join(', '),
  });
}
