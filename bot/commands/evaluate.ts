import type { ChatAnswer } from '../teams/chat-event';
import { renderEvaluationCard } from '../../cards/evaluation-card';
import { getEvaluation } from '../../database/evaluations';
import { findNames } from '../../database/people';
import { findServing } from '../../database/servings';
import { getVersion } from '../../database/versions';
import { StewardError } from '../../domain/errors';
import { type BotDependencies, type Command, type ProjectCall, textReply } from './command';
import { inProject } from './in-project';
import { chooseMonitored } from './monitored-environment';
import { labelOf } from './version-argument';

/** An evaluation of usual size is made in this time; a larger one is shown by `performance`. */
const waitMs = 1_500;

export const evaluate: Command = {
  spec: {
    name: 'evaluate',
    permission: 'evaluate',
    arguments: [
      { name: 'version', kind: 'version', required: false, summary: 'the version that serves there' },
      {
        name: 'environment',
        kind: 'environment',
        required: false,
        after: 'in',
        summary: 'where it serves',
        leftOut: 'where only one is meant',
      },
    ],
    flags: [],
    reason: 'none',
    examples: ['evaluate', 'evaluate v4 in production'],
    summary: 'Judge now how well what serves separates',
    details:
      'The same evaluation that the timer makes, with all its figures. A window that was judged before is computed again with what is known now; it is shown and kept, and never counted twice.',
  },
  run: inProject(runEvaluate, 'evaluate'),
};

async function runEvaluate(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const { file } = call.project;
  const { args } = call.invocation;
  const version = args['version'] === undefined ? undefined : await labelOf(deps, file.project, args['version']);
  const environment = await chooseMonitored(deps, call, { environment: args['environment'], version }, (name) =>
    ['evaluate', ...(version === undefined ? [] : [version]), 'in', name].join(' '),
  );
  if (version !== undefined) await requireServing(deps, file.project, environment, version);
  const answer = await deps.monitors.evaluate(
    { project: file.project, environment, cause: 'asked', by: call.user.objectId },
    waitMs,
  );
  if (answer === 'working')
    return textReply(`I am computing it for ${environment}; \`performance\` shows it when it is there.`);
  const evaluation = await getEvaluation(deps.database, answer.evaluation);
  const names = await findNames(deps.database, evaluation.askedBy === undefined ? [] : [evaluation.askedBy]);
  const card = renderEvaluationCard({
    evaluation,
    title: file.project,
    people: { ...file.people, ...names },
    ...(file.monitoring ? { monitoring: file.monitoring } : {}),
  });
  return { message: { kind: 'card', card } };
}

/** Only what serves is judged anew; what served before keeps the evaluations that it has. */
async function requireServing(
  deps: BotDependencies,
  project: string,
  environment: string,
  label: string,
): Promise<void> {
  const { label: version } = await getVersion(deps.database, project, label);
  const serving = await findServing(deps.database, project, environment);
  if (serving?.version === version) return;
  throw new StewardError('version_not_serving', {
    version,
    environment,
    serving: serving?.version ?? 'nothing',
  });
}
