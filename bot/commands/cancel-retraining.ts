import type { ChatAnswer } from '../teams/chat-event';
import { renderRetrainingCard } from '../../cards/retraining-card';
import { adoptCard } from '../../database/cards';
import { getProject } from '../../database/projects';
import { readRetrainingFacts } from '../../database/retraining-facts';
import { getRetraining } from '../../database/retrainings';
import { retrainingName } from '../../domain/ids';
import { requirePermission } from '../../domain/require-permission';
import type { BotDependencies, CommandCall } from './command';

/** Stops a retraining; who asked for it may always do so. The text says what is true then. */
export async function cancelRetrainingAndTell(
  deps: BotDependencies,
  number: number,
  call: CommandCall,
): Promise<ChatAnswer> {
  const { project, requester } = await getRetraining(deps.database, number);
  const own = requester.kind === 'person' && requester.objectId === call.user.objectId;
  if (!own) requirePermission((await getProject(deps.database, project)).file, call.user.objectId, 'cancel');
  if (call.button) await adoptCard(deps.database, `retraining/${number}`, call.button.activityId);
  const actor = { kind: 'person', objectId: call.user.objectId } as const;
  await deps.retrainings.cancel(number, actor, call.receivedAt, call.invocation.reason);
  const name = retrainingName(number);
  const facts = await readRetrainingFacts(deps.database, number);
  return {
    message: { kind: 'text', text: `${name} is being cancelled: its trainer is ended. What serves goes on serving.` },
    card: { kind: 'card', card: renderRetrainingCard({ ...facts, fullRecord: `retraining ${name}` }) },
  };
}
