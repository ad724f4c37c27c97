import { listProjects } from '../../database/projects';
import { may } from '../../domain/permissions';
import { acknowledge } from './acknowledge';
import { cancel } from './cancel';
import type { BotDependencies, Command } from './command';
import { connect } from './connect';
import { approve, reject } from './decide';
import { deploy } from './deploy';
import { evaluate } from './evaluate';
import { createHelp } from './help';
import { history } from './history';
import { performance } from './performance';
import { register } from './register';
import { retrain } from './retrain';
import { retraining } from './retraining';
import { retry } from './retry';
import { rollback } from './rollback';
import { setChampion } from './set-champion';
import { snooze } from './snooze';
import { status } from './status';
import { versions } from './versions';
import { unwatch, watch } from './watch';
import { whoami } from './whoami';

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  createHelp(commandsFor, () => commands),
  whoami,
  connect,
  register,
  versions,
  setChampion,
  deploy,
  approve,
  reject,
  cancel,
  rollback,
  retry,
  status,
  performance,
  evaluate,
  acknowledge,
  snooze,
  watch,
  unwatch,
  retrain,
  retraining,
  history,
];

/** The commands that a person may use in a conversation's project, or in any project where it has none. */
export async function commandsFor(
  deps: BotDependencies,
  person: string,
  project: string | undefined,
): Promise<readonly Command[]> {
  const projects = await listProjects(deps.database);
  const here = projects.filter(({ file }) => file.project === project);
  const relevant = here.length > 0 ? here : projects;
  return commands.filter(({ spec }) => {
    const { permission } = spec;
    return permission === undefined || relevant.some(({ file }) => may(file, person, permission));
  });
}
