import type { ChatAnswer } from '../teams/chat-event';
import { getVersion } from '../../database/versions';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import { unknownEnvironment } from '../../domain/unknown-environment';
import type { AppliedProject } from '../../database/projects';
import type { BotDependencies, Command, ProjectCall } from './command';
import { textReply } from './command';
import { inProject } from './in-project';
import { requestRelease } from './request-release';
import { labelOf } from './version-argument';

export const deploy: Command = {
  spec: {
    name: 'deploy',
    permission: 'deploy',
    arguments: [
      { name: 'version', kind: 'version', required: true, summary: 'a version (`v4`) or `champion`' },
      {
        name: 'environment',
        kind: 'environment',
        required: false,
        after: 'to',
        summary: 'where it goes',
        leftOut: 'where the project has only one',
      },
    ],
    flags: [],
    reason: 'optional',
    examples: ['deploy champion to production', 'deploy v4 to staging -- quarterly retraining'],
    summary: 'Bring a version to an environment, after approval',
    details:
      'Checks the package, builds its image and shows the plan; then the people whom the project file names decide.\nNothing is touched before they do. A release that only waits gives way to a newer one.',
  },
  run: inProject(runDeploy, 'deploy'),
};

async function runDeploy(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const { file } = call.project;
  const environment = chooseEnvironment(
    call.project,
    call.invocation.args['environment'],
    (name) => `deploy ${call.invocation.args['version']} to ${name}`,
  );
  const label = await labelOf(deps, file.project, call.invocation.args['version'] ?? 'champion');
  const version = await getVersion(deps.database, file.project, label);
  const opened = await requestRelease(deps, call, { environment, kind: 'deploy', version });
  const name = releaseName(opened.release.number);
  if (opened.outcome === 'open-already')
    return textReply(
      `${name} is open for that already: ${version.label} to ${environment}. See its card, or type \`status\`.`,
    );
  const instead =
    opened.superseded === undefined
      ? ''
      : ` It takes the place of ${releaseName(opened.superseded)}, which only waited.`;
  return textReply(
    `${name}: ${file.project} ${version.label} to ${environment}.${instead} I am checking it; its card follows.`,
  );
}

/** The named environment, or the only one there is; with several none is guessed. */
export function chooseEnvironment(
  { file }: AppliedProject,
  given: string | undefined,
  example: (name: string) => string,
): string {
  const names = Object.keys(file.environments);
  const [only] = names;
  if (given === undefined && names.length === 1 && only !== undefined) return only;
  if (given === undefined) {
    const examples = names.map((name) => `\`${example(name)}\``).join(' or ');
    throw new StewardError('environment_missing', { project: file.project, examples });
  }
  if (names.includes(given)) return given;
  throw unknownEnvironment(file, given);
}
