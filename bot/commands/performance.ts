import type { ChatAnswer } from '../teams/chat-event';
import { renderPerformanceCard } from '../../cards/performance-card';
import { readPerformanceFacts } from '../../database/performance-facts';
import { getVersion } from '../../database/versions';
import type { BotDependencies, Command, ProjectCall } from './command';
import { inProject } from './in-project';
import { labelOf } from './version-argument';

export const performance: Command = {
  spec: {
    name: 'performance',
    permission: 'performance',
    arguments: [{ name: 'version', kind: 'version', required: false, summary: 'one version only' }],
    flags: [],
    reason: 'none',
    examples: ['performance', 'performance v4'],
    summary: 'How well the models separate, window by window',
    details:
      'KS with its interval, the outcomes known, and what the window under way still waits for. What is not judged is never shown as well.',
  },
  run: inProject(runPerformance, 'performance'),
};

async function runPerformance(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const { file } = call.project;
  const asked = call.invocation.args['version'];
  const version =
    asked === undefined
      ? undefined
      : (await getVersion(deps.database, file.project, await labelOf(deps, file.project, asked))).label;
  const { monitoring } = file;
  const options = monitoring && { monitoring, ...(version === undefined ? {} : { version }) };
  const judged = (monitoring?.environments ?? []).filter((name) => name in file.environments);
  const environments = options
    ? await Promise.all(judged.map((name) => readPerformanceFacts(deps.database, file.project, name, options)))
    : [];
  const card = renderPerformanceCard({
    title: file.project,
    environments,
    now: deps.now(),
    ...(monitoring ? { monitoring } : {}),
    ...(version === undefined ? {} : { version }),
  });
  return { message: { kind: 'card', card } };
}
