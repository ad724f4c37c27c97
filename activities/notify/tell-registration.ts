import { renderRefusalCard } from '../../cards/refusal-card';
import { renderRegistrationCard } from '../../cards/registration-card';
import { findConversation } from '../../database/conversations';
import { readRegistrationFacts } from '../../database/registration-facts';
import type { RegistrationAnswer, RegistrationRequest } from '../../domain/ports/engine';
import type { NotifyDependencies } from './dependencies';

/** Says in a conversation how a registration ended that took longer than its asker could wait. */
export async function tellRegistration(
  deps: NotifyDependencies,
  told: { request: RegistrationRequest; answer: RegistrationAnswer; conversationId: string },
): Promise<void> {
  const conversation = await findConversation(deps.database, told.conversationId);
  if (!conversation || conversation.state === 'gone') return;
  const card = told.answer.ok
    ? renderRegistrationCard({
        ...(await readRegistrationFacts(deps.database, told.request.project, told.answer.label)),
        outcome: told.answer.outcome,
        fullRecord: `versions ${told.answer.label}`,
      })
    : renderRefusalCard(told.answer);
  await deps.chat.post(conversation, { kind: 'card', card });
}
