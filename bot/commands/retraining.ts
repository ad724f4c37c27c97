import type { ChatAnswer } from '../teams/chat-event';
import { renderRetrainingRecord } from '../../cards/retraining-card';
import { getProject } from '../../database/projects';
import { readRetrainingFacts } from '../../database/retraining-facts';
import { parseRetrainingName, retrainingName } from '../../domain/ids';
import { requirePermission } from '../../domain/require-permission';
import type { BotDependencies, Command, CommandCall } from './command';

export const retraining: Command = {
  spec: {
    name: 'retraining',
    permission: 'performance',
    arguments: [{ name: 'retraining', kind: 'retraining', required: true, summary: 'the retraining' }],
    flags: [],
    reason: 'none',
    examples: ['retraining t5'],
    summary: 'All about one retraining: data, figures, limits',
    details: 'Windows, rows, split, parameters, the comparison with what served, and what a reader must know.',
  },
  run: runRetraining,
};

async function runRetraining(deps: BotDependencies, call: CommandCall): Promise<ChatAnswer> {
  const number = parseRetrainingName(call.invocation.args['retraining'] ?? '') ?? 0;
  const facts = await readRetrainingFacts(deps.database, number);
  requirePermission(
    (await getProject(deps.database, facts.retraining.project)).file,
    call.user.objectId,
    'performance',
  );
  const card = renderRetrainingRecord({ ...facts, fullRecord: `retraining ${retrainingName(number)}` });
  return { message: { kind: 'card', card } };
}
