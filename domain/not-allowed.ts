import { StewardError } from './errors';
import { type Action, actionPhrases, may, rolesFor } from './permissions';
import type { ProjectFile } from './project';

const named = 3;

/** Somebody may not do this in the project: which role it takes, and who has it. */
export function notAllowed(file: ProjectFile, action: Action): StewardError {
  const people = Object.entries(file.people).filter(([person]) => may(file, person, action));
  const names = people.slice(0, named).map(([, name]) => name);
  if (people.length > named) names.push('others');
  const last = names.pop();
  const who = names.length === 0 ? last : `${names.join(', ')} or ${last}`;
  return new StewardError('not_allowed', {
    action: actionPhrases[action],
    project: file.project,
    role: rolesFor(action).join(' or '),
    who: who ?? 'somebody with that role',
  });
}
